package mailroad.mime;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The beginning of what a message says, on one line, for lists of messages (RFC 8970 section 3.1): its first text, without
 * what it quotes; HTML without its tags. Little of the message is read, whatever its size.
 */
public final class Preview {
  /** RFC 8970 section 3.1: 200 is what most clients show. */
  private static final int CHARACTERS_MAX = 200;

  private static final int TEXT_OCTETS = 8_192;
  private static final int HTML_OCTETS = 65_536;

  /** Tags amid words. */
  private static final Pattern INLINE =
      Pattern.compile(
          "</?(?:a|b|i|u|s|em|strong|span|font|small|big|sub|sup|wbr)(?:[ /\t\r\n][^>]*)?>");

  private Preview() {}

  /**
   * The preview of a message; empty text if it has nothing to show.
   *
   * @throws IOException if the machine fails
   */
  public static String of(Octets message, Structure structure) throws IOException {
    return preview(message, structure.root()).orElse("");
  }

  private static Optional<String> preview(Octets message, Part part) throws IOException {
    return switch (part.content()) {
      case Part.Content.Message(var enclosed) -> preview(message, enclosed);
      case Part.Content.Parts(var parts) -> ofParts(message, part, parts);
      case Part.Content.Octets() -> ofText(message, part);
    };
  }

  private static Optional<String> ofParts(Octets message, Part multipart, List<Part> parts)
      throws IOException {
    if (multipart.type().is("multipart", "alternative")) {
      for (Part part : parts) {
        Optional<String> plain =
            part.type().is("text", "plain") ? preview(message, part) : Optional.empty();
        if (plain.isPresent()) {
          return plain;
        }
      }
    }
    for (Part part : parts) {
      Optional<String> text = preview(message, part);
      if (text.isPresent()) {
        return text;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> ofText(Octets message, Part part) throws IOException {
    boolean attached = part.disposition().filter(d -> d.kind().equals("attachment")).isPresent();
    boolean html = part.type().is("text", "html");
    if (attached || !html && !part.type().is("text", "plain")) {
      return Optional.empty();
    }
    int octets = (int) Math.min(part.bodySize(), html ? HTML_OCTETS : TEXT_OCTETS);
    byte[] coded = message.range(part.bodyFrom(), octets);
    Charset charset =
        part.type()
            .parameters()
            .value("charset")
            .flatMap(Charsets::named)
            .orElse(StandardCharsets.UTF_8);
    String text = new String(part.transferEncoding().decode(coded), charset);
    String shown = html ? onOneLine(withoutTags(text)) : onOneLine(withoutQuotes(text));
    return Optional.of(shown).filter(line -> !line.isEmpty());
  }

  /** Without lines of others, and up to the signature (RFC 3676 section 4.3). */
  private static String withoutQuotes(String text) {
    StringBuilder out = new StringBuilder();
    for (String line : text.split("\r?\n", -1)) {
      if (line.equals("-- ")) {
        break;
      }
      if (!line.startsWith(">")) {
        out.append(line).append('\n');
      }
    }
    return out.toString();
  }

  /** The text between tags; what style and script elements hold is none. One pass. */
  private static String withoutTags(String html) {
    StringBuilder out = new StringBuilder();
    String lower = html.toLowerCase(Locale.ROOT);
    int at = 0;
    while (at < html.length()) {
      char c = html.charAt(at);
      if (c == '<') {
        int end = afterTag(lower, at);
        out.append(INLINE.matcher(lower).region(at, end).matches() ? "" : " ");
        at = end;
      } else if (c == '&') {
        at = CharacterReferences.resolve(html, at, out);
      } else {
        out.append(c);
        at++;
      }
    }
    return out.toString();
  }

  private static int afterTag(String lower, int at) {
    for (String unseen : List.of("style", "script", "title", "head")) {
      if (lower.startsWith(unseen, at + 1)) {
        int end = lower.indexOf("</" + unseen, at);
        return end < 0 ? lower.length() : afterClosing(lower, end);
      }
    }
    if (lower.startsWith("!--", at + 1)) {
      int end = lower.indexOf("-->", at);
      return end < 0 ? lower.length() : end + 3;
    }
    return afterClosing(lower, at);
  }

  private static int afterClosing(String lower, int at) {
    int end = lower.indexOf('>', at);
    return end < 0 ? lower.length() : end + 1;
  }

  /** Blanks and controls as one space each run, and no more than fits; characters without width are left out. */
  private static String onOneLine(String text) {
    StringBuilder out = new StringBuilder();
    int characters = 0;
    boolean blank = false;
    for (int i = 0; i < text.length() && characters < CHARACTERS_MAX; ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c)) {
        blank = true;
      } else if (isShown(c)) {
        if (blank && !out.isEmpty()) {
          out.append(' ');
          characters++;
        }
        blank = false;
        out.appendCodePoint(c);
        characters++;
      }
    }
    return out.toString();
  }

  private static boolean isShown(int c) {
    int type = Character.getType(c);
    return type != Character.FORMAT
        && type != Character.SURROGATE
        && type != Character.UNASSIGNED
        && c != 0x34F;
  }
}
