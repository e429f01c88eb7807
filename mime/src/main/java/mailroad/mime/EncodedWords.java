package mailroad.mime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Encoded words, {@code =?charset?encoding?text?=} (RFC 2047), as in subjects and display names.
 *
 * <p>Decoding is lenient, as readers of mail must be: words longer than 75 characters and words in the
 * middle of others are decoded; what is no encoded word stays as it is. One pass, linear.
 */
public final class EncodedWords {
  private static final int PLAIN_CHARACTERS_MAX = 200;

  /** RFC 2047 section 2: a line with words has 76 characters at most, the field's name among them. */
  private static final int WORD_OCTETS_MAX = 39;

  private EncodedWords() {}

  /**
   * The text as a field may have it: as it is where it is printable ASCII and holds nothing like an encoded word,
   * otherwise in encoded words of UTF-8, each on a line of its own.
   */
  public static String encode(String text) {
    boolean plain = text.chars().allMatch(c -> c >= ' ' && c < 127) && !text.contains("=?");
    if (plain && text.length() <= PLAIN_CHARACTERS_MAX) {
      return text;
    }
    StringBuilder out = new StringBuilder();
    ByteArrayOutputStream word = new ByteArrayOutputStream();
    for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
      byte[] octets = Character.toString(text.codePointAt(at)).getBytes(StandardCharsets.UTF_8);
      if (word.size() + octets.length > WORD_OCTETS_MAX) {
        out.append(word(word)).append("\r\n ");
      }
      word.writeBytes(octets);
    }
    return out.append(word(word)).toString();
  }

  private static String word(ByteArrayOutputStream octets) {
    String coded = Base64.getEncoder().encodeToString(octets.toByteArray());
    octets.reset();
    return "=?utf-8?B?" + coded + "?=";
  }

  /** A decoded word: charset, octets, and the index after it. */
  private record Word(Charset charset, byte[] octets, int end) {}

  /** The text with its encoded words decoded; blanks between two of them fall away. */
  public static String decode(String text) {
    if (!text.contains("=?")) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    ByteArrayOutputStream pending = new ByteArrayOutputStream();
    Optional<Charset> pendingCharset = Optional.empty();
    int blanksFrom = -1; // blanks after an encoded word: dropped if another follows
    int at = 0;
    while (at < text.length()) {
      Optional<Word> word = text.startsWith("=?", at) ? word(text, at) : Optional.empty();
      if (word.isPresent()) {
        // One character may be split over two words of the same charset, though it must not be.
        if (!pendingCharset.equals(Optional.of(word.get().charset()))) {
          flush(pending, pendingCharset, out);
        }
        pendingCharset = Optional.of(word.get().charset());
        pending.writeBytes(word.get().octets());
        at = word.get().end();
        blanksFrom = at;
      } else if (blanksFrom >= 0 && isBlank(text.charAt(at))) {
        at++;
      } else {
        flush(pending, pendingCharset, out);
        pendingCharset = Optional.empty();
        out.append(text, blanksFrom >= 0 ? blanksFrom : at, at + 1);
        blanksFrom = -1;
        at++;
      }
    }
    flush(pending, pendingCharset, out);
    if (blanksFrom >= 0) {
      out.append(text, blanksFrom, text.length());
    }
    return out.toString();
  }

  private static void flush(
      ByteArrayOutputStream pending, Optional<Charset> charset, StringBuilder out) {
    if (pending.size() > 0) {
      out.append(pending.toString(charset.orElse(StandardCharsets.UTF_8)));
      pending.reset();
    }
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  /** RFC 2047 section 2: no blanks within, so a search for its end stops at the first. */
  private static Optional<Word> word(String text, int from) {
    int charsetEnd = token(text, from + 2);
    int encodingEnd = charsetEnd < 0 ? -1 : token(text, charsetEnd + 1);
    if (encodingEnd != charsetEnd + 2) {
      return Optional.empty();
    }
    int end = closing(text, encodingEnd + 1);
    if (end < 0) {
      return Optional.empty();
    }
    String name = text.substring(from + 2, charsetEnd);
    int star = name.indexOf('*'); // RFC 2231 section 5: a language may follow
    Optional<Charset> charset = Charsets.named(star < 0 ? name : name.substring(0, star));
    byte[] coded = text.substring(encodingEnd + 1, end).getBytes(StandardCharsets.UTF_8);
    return switch (text.charAt(encodingEnd - 1)) {
      case 'B', 'b' -> charset.map(c -> new Word(c, TransferEncoding.base64(coded), end + 2));
      case 'Q', 'q' -> charset.map(c -> new Word(c, TransferEncoding.q(coded), end + 2));
      default -> Optional.empty();
    };
  }

  /** The index of the question mark that ends a token, -1 if something else does. */
  private static int token(String text, int from) {
    for (int i = from; i < text.length() && i - from < 80; i++) {
      char c = text.charAt(i);
      if (c == '?') {
        return i;
      }
      if (c <= ' ' || c > 126) {
        return -1;
      }
    }
    return -1;
  }

  /** The index of the {@code ?=} that ends the word, -1 if a blank or the end comes first. */
  private static int closing(String text, int from) {
    for (int i = from; i + 1 < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '?') {
        return text.charAt(i + 1) == '=' ? i : -1;
      }
      if (isBlank(c)) {
        // Some senders leave blanks in Q text; they are not worth a second meaning.
        return -1;
      }
    }
    return -1;
  }
}
