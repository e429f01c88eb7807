package mailroad.mime;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Locale;

/**
 * Content-Transfer-Encoding (RFC 2045 section 6): how the octets of a part are written down. Decoding
 * is total: what does not belong to an encoding is passed over or kept, never refused.
 */
public enum TransferEncoding {
  /** 7bit, 8bit, binary: as they are. */
  IDENTITY,
  /** RFC 2045 section 6.8. */
  BASE64,
  /** RFC 2045 section 6.7. */
  QUOTED_PRINTABLE,
  /** One that we do not know: RFC 2045 section 6.4 has its octets taken for opaque. */
  UNKNOWN;

  /** The encoding that a field's value names. */
  public static TransferEncoding named(String value) {
    return switch (value.strip().toLowerCase(Locale.ROOT)) {
      case "", "7bit", "8bit", "binary" -> IDENTITY;
      case "base64" -> BASE64;
      case "quoted-printable" -> QUOTED_PRINTABLE;
      default -> UNKNOWN;
    };
  }

  /** What these octets stand for. */
  public byte[] decode(byte[] coded) {
    return switch (this) {
      case IDENTITY, UNKNOWN -> coded;
      case BASE64 -> base64(coded);
      case QUOTED_PRINTABLE -> quotedPrintable(coded, true);
    };
  }

  /** Base64; characters outside its alphabet are passed over, an unfinished last group gives what it has. */
  static byte[] base64(byte[] coded) {
    byte[] out = new byte[coded.length / 4 * 3 + 3];
    int n = 0;
    int bits = 0;
    int held = 0;
    for (byte c : coded) {
      int value = base64Value(c);
      if (value < 0) {
        if (c == '=') {
          held = 0; // padding: the next group, if any, begins anew
        }
        continue;
      }
      bits = bits << 6 | value;
      held += 6;
      if (held >= 8) {
        held -= 8;
        out[n++] = (byte) (bits >> held);
      }
    }
    return Arrays.copyOf(out, n);
  }

  static int base64Value(byte c) {
    if (c >= 'A' && c <= 'Z') {
      return c - 'A';
    }
    if (c >= 'a' && c <= 'z') {
      return c - 'a' + 26;
    }
    if (c >= '0' && c <= '9') {
      return c - '0' + 52;
    }
    return c == '+' ? 62 : c == '/' ? 63 : -1;
  }

  /** The Q encoding of encoded words (RFC 2047 section 4.2). */
  static byte[] q(byte[] coded) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(coded.length);
    for (int i = 0; i < coded.length; i++) {
      int hex = coded[i] == '=' ? hexPair(coded, i + 1) : -1;
      if (hex >= 0) {
        out.write(hex);
        i += 2;
      } else {
        out.write(coded[i] == '_' ? ' ' : coded[i]);
      }
    }
    return out.toByteArray();
  }

  /**
   * Quoted-printable (RFC 2045 section 6.7).
   *
   * @param whole whether nothing follows: an equals sign at the end is a soft line break then
   */
  static byte[] quotedPrintable(byte[] coded, boolean whole) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(coded.length);
    for (int i = 0; i < coded.length; i++) {
      if (coded[i] != '=') {
        out.write(coded[i]);
        continue;
      }
      int hex = hexPair(coded, i + 1);
      int soft = softBreakEnd(coded, i + 1, whole);
      if (hex >= 0) {
        out.write(hex);
        i += 2;
      } else if (soft >= 0) {
        i = soft - 1;
      } else {
        out.write('=');
      }
    }
    return out.toByteArray();
  }

  /** The index after a soft line break; blanks that were added on the way are passed over. */
  private static int softBreakEnd(byte[] coded, int from, boolean whole) {
    int i = from;
    while (i < coded.length && i - from < 80 && (coded[i] == ' ' || coded[i] == '\t')) {
      i++;
    }
    if (i + 1 < coded.length && coded[i] == '\r' && coded[i + 1] == '\n') {
      return i + 2;
    }
    if (i < coded.length && coded[i] == '\n') {
      return i + 1;
    }
    return whole && i == coded.length ? i : -1;
  }

  private static int hexPair(byte[] coded, int at) {
    if (at + 1 >= coded.length) {
      return -1;
    }
    int high = Character.digit(coded[at], 16);
    int low = Character.digit(coded[at + 1], 16);
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }
}
