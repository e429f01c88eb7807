package mailroad.guard.text;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.mime.Charsets;
import mailroad.mime.Octets;
import mailroad.mime.Part;
import mailroad.mime.Structure;

/**
 * The texts of a message, those of messages within it too; files that are attached are none.
 *
 * @param texts in their order
 * @param cut whether there is more than was read
 */
public record MessageTexts(List<Text> texts, boolean cut) {
  private static final Charset WINDOWS = Charset.forName("windows-1252");

  /**
   * A text.
   *
   * @param html whether it is HTML
   */
  public record Text(boolean html, HtmlText content) {}

  /** The record's list does not change. */
  public MessageTexts {
    texts = List.copyOf(texts);
  }

  /** All links of all texts, in their order. */
  public List<Link> links() {
    return texts.stream().flatMap(text -> text.content().links().stream()).toList();
  }

  /**
   * Reads the texts of a message.
   *
   * @param octetsMax octets that are read, encoded ones
   * @param linksMax links that are kept of each text
   * @throws IOException if the machine fails
   */
  public static MessageTexts of(Octets message, Structure structure, int octetsMax, int linksMax)
      throws IOException {
    Reader reader = new Reader(message, octetsMax, linksMax);
    reader.read(structure.root());
    return new MessageTexts(reader.texts, reader.cut);
  }

  /** Whether a part is text to be read, and not a file. */
  public static boolean isText(Part part) {
    boolean attached = part.disposition().filter(d -> d.kind().equals("attachment")).isPresent();
    return !attached && (part.type().is("text", "plain") || part.type().is("text", "html"));
  }

  private static final class Reader {
    private final Octets message;
    private final int linksMax;
    private final List<Text> texts = new ArrayList<>();
    private int left;
    private boolean cut;

    Reader(Octets message, int octetsMax, int linksMax) {
      this.message = message;
      this.linksMax = linksMax;
      this.left = octetsMax;
    }

    void read(Part part) throws IOException {
      switch (part.content()) {
        case Part.Content.Octets() -> {
          if (isText(part)) {
            text(part);
          }
        }
        case Part.Content.Message(var enclosed) -> read(enclosed);
        case Part.Content.Parts(var parts) -> {
          for (Part child : parts) {
            read(child);
          }
        }
      }
    }

    private void text(Part part) throws IOException {
      int size = (int) Math.min(part.bodySize(), left);
      cut |= size < part.bodySize();
      left -= size;
      if (size > 0) {
        String text = decoded(part, message.range(part.bodyFrom(), size));
        boolean html = part.type().is("text", "html");
        texts.add(
            new Text(html, html ? HtmlText.of(text, linksMax) : HtmlText.plain(text, linksMax)));
      }
    }
  }

  /** The text of octets of a part. What says no charset, or a wrong one, is UTF-8 if it can be, and else Windows'. */
  private static String decoded(Part part, byte[] coded) {
    byte[] octets = part.transferEncoding().decode(coded);
    Optional<Charset> said = part.type().parameters().value("charset").flatMap(Charsets::named);
    if (said.isPresent() && !said.get().equals(StandardCharsets.UTF_8)) {
      return new String(octets, said.get());
    }
    return utf8(octets).orElseGet(() -> new String(octets, WINDOWS));
  }

  /** A text that was cut amid a character is still UTF-8. */
  private static Optional<String> utf8(byte[] octets) {
    CharBuffer out = CharBuffer.allocate(octets.length);
    CoderResult result =
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets), out, false);
    return result.isError() ? Optional.empty() : Optional.of(out.flip().toString());
  }
}
