package mailroad.mime;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * One header field as it stands in a message: a view of the message's octets, not a copy.
 *
 * <p>A line that is no field (no colon, or a name of other than printable ASCII: RFC 5322 section
 * 2.2) is a field with an empty name, so that no octet of a header section is lost.
 */
public final class Field {
  private final byte[] array;
  private final int arrayFrom;
  private final int arrayTo;
  private final int colon;
  private final long base;

  /**
   * A field within an array.
   *
   * @param from index of its first octet
   * @param to index after its last line's end
   * @param base place in the message of the array's first octet
   */
  Field(byte[] array, int from, int to, long base) {
    this.array = array;
    this.arrayFrom = from;
    this.arrayTo = to;
    this.base = base;
    this.colon = colon(array, from, to);
  }

  /** The index of the colon, -1 if what stands before it is no name. */
  private static int colon(byte[] array, int from, int to) {
    boolean blank = false;
    for (int i = from; i < to; i++) {
      byte c = array[i];
      if (c == ':') {
        return i == from ? -1 : i;
      }
      boolean isBlank = c == ' ' || c == '\t';
      // RFC 5322 section 4.5: blanks between name and colon are obsolete, but read.
      if (isBlank ? i == from : blank || c < 33 || c > 126) {
        return -1;
      }
      blank = isBlank;
    }
    return -1;
  }

  /** The name as written; empty if the line is no field. */
  public String name() {
    return new String(array, arrayFrom, nameLength(), StandardCharsets.US_ASCII);
  }

  private int nameLength() {
    int end = Math.max(colon, arrayFrom);
    while (end > arrayFrom && (array[end - 1] == ' ' || array[end - 1] == '\t')) {
      end--;
    }
    return end - arrayFrom;
  }

  /** Whether the field has this name; case does not count. */
  public boolean is(String name) {
    if (colon < 0 || name.length() != nameLength()) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if (lower(array[arrayFrom + i]) != lower(name.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static int lower(int c) {
    return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
  }

  /** The name in lower case, for use as a key. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Place in the message of the first octet. */
  public long from() {
    return base + arrayFrom;
  }

  /** Place in the message after the last octet, the end of the last line counted. */
  public long to() {
    return base + arrayTo;
  }

  /** A copy of the field's octets: name, colon, folded value, line ends. */
  public byte[] octets() {
    return Arrays.copyOfRange(array, arrayFrom, arrayTo);
  }

  /**
   * The value, unfolded (RFC 5322 section 2.2.3) and without blanks around it. Octets are read as UTF-8
   * (RFC 6532), or where they are not that, as ISO 8859-1. Encoded words stay as they are.
   */
  public String value() {
    int from = colon < 0 ? arrayFrom : colon + 1;
    byte[] out = new byte[arrayTo - from];
    int n = 0;
    for (int i = from; i < arrayTo; i++) {
      boolean lineEnd =
          array[i] == '\n' || array[i] == '\r' && i + 1 < arrayTo && array[i + 1] == '\n';
      if (!lineEnd) {
        out[n++] = array[i];
      }
    }
    return text(out, n).strip();
  }

  /** The value as people read it: unfolded, encoded words decoded (RFC 2047). */
  public String text() {
    return EncodedWords.decode(value());
  }

  static String text(byte[] octets, int length) {
    if (isAscii(octets, length)) {
      return new String(octets, 0, length, StandardCharsets.ISO_8859_1);
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(octets, 0, length))
          .toString();
    } catch (CharacterCodingException e) {
      return new String(octets, 0, length, StandardCharsets.ISO_8859_1);
    }
  }

  private static boolean isAscii(byte[] octets, int length) {
    for (int i = 0; i < length; i++) {
      if (octets[i] < 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return name() + ": " + value();
  }
}
