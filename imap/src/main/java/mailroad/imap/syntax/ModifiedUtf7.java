package mailroad.imap.syntax;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Mailbox names as IMAP4rev1 writes them (RFC 3501 section 5.1.3): printable ASCII as it is, {@code &} as
 * {@code &-}, and all else in UTF-16 in base64 with a comma for the slash, between {@code &} and {@code -}.
 */
public final class ModifiedUtf7 {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";

  private ModifiedUtf7() {}

  /** The name as it goes over the wire. */
  public static String encode(String name) {
    StringBuilder out = new StringBuilder(name.length() + 16);
    int at = 0;
    while (at < name.length()) {
      char c = name.charAt(at);
      if (c == '&') {
        out.append("&-");
        at++;
      } else if (isPrintable(c)) {
        out.append(c);
        at++;
      } else {
        int from = at;
        while (at < name.length() && !isPrintable(name.charAt(at))) {
          at++;
        }
        encode(name.substring(from, at), out);
      }
    }
    return out.toString();
  }

  private static void encode(String shifted, StringBuilder out) {
    out.append('&');
    int bits = 0;
    int held = 0;
    for (byte octet : shifted.getBytes(StandardCharsets.UTF_16BE)) {
      bits = bits << 8 | octet & 0xFF;
      held += 8;
      while (held >= 6) {
        held -= 6;
        out.append(ALPHABET.charAt(bits >> held & 63));
      }
      bits &= (1 << held) - 1;
    }
    if (held > 0) {
      out.append(ALPHABET.charAt(bits << 6 - held & 63));
    }
    out.append('-');
  }

  /**
   * The name that a client wrote. Empty if it is no modified UTF-7: octets beyond ASCII, a shift without its
   * end, characters outside the alphabet, half characters, or printable ASCII that is shifted (which would
   * give one name two spellings).
   */
  public static Optional<String> decode(String text) {
    StringBuilder out = new StringBuilder(text.length());
    int at = 0;
    boolean afterShift = false;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c != '&') {
        if (!isPrintable(c)) {
          return Optional.empty();
        }
        out.append(c);
        at++;
        afterShift = false;
        continue;
      }
      int end = text.indexOf('-', at);
      if (end < 0) {
        return Optional.empty();
      }
      boolean ampersand = end == at + 1;
      // Two shifts in a row should have been one.
      if (!ampersand && (afterShift || !decode(text, at + 1, end, out))) {
        return Optional.empty();
      }
      if (ampersand) {
        out.append('&');
      }
      afterShift = !ampersand;
      at = end + 1;
    }
    return Optional.of(out.toString());
  }

  private static boolean decode(String text, int from, int to, StringBuilder out) {
    int bits = 0;
    int held = 0;
    for (int i = from; i < to; i++) {
      int value = ALPHABET.indexOf(text.charAt(i));
      if (value < 0) {
        return false;
      }
      bits = bits << 6 | value;
      held += 6;
      if (held >= 16) {
        held -= 16;
        char c = (char) (bits >> held);
        bits &= (1 << held) - 1;
        if (isPrintable(c)) {
          return false;
        }
        out.append(c);
      }
    }
    return held < 6 && bits == 0 && isPaired(out);
  }

  /** Whether no surrogate stands alone; only the last run can have one. */
  private static boolean isPaired(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isLowSurrogate(c)) {
        return false;
      }
      if (Character.isHighSurrogate(c)) {
        i++;
        if (i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean isPrintable(char c) {
    return c >= ' ' && c <= '~';
  }
}
