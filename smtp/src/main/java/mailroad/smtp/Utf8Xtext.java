package mailroad.smtp;

import java.util.Optional;

/** {@code utf-8-addr-xtext} and {@code utf-8-addr-unitext}: RFC 6533 section 3. */
final class Utf8Xtext {
  private static final int HEX_DIGITS_MAX = 6;

  private Utf8Xtext() {}

  /** All but visible ASCII, {@code \}, {@code +} and {@code =} as {@code \x{HEX}}. */
  static String encode(String text) {
    StringBuilder out = new StringBuilder(text.length() + 8);
    text.codePoints()
        .forEach(c -> {
          if (isPlain(c)) {
            out.append((char) c);
          } else {
            out.append("\\x{").append("%02X".formatted(c)).append('}');
          }
        });
    return out.toString();
  }

  /** Takes both forms: what is beyond ASCII may stand for itself. */
  static Optional<String> decode(String text) {
    StringBuilder out = new StringBuilder(text.length());
    int i = 0;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      int end = c == '\\' && text.startsWith("\\x{", i) ? text.indexOf('}', i) : -1;
      if (end > 0) {
        Optional<Integer> coded = codePoint(text.substring(i + 3, end));
        if (coded.isEmpty()) {
          return Optional.empty();
        }
        out.appendCodePoint(coded.get());
        i = end + 1;
      } else if (isPlain(c) || c > 159) {
        out.appendCodePoint(c);
        i += Character.charCount(c);
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(out.toString());
  }

  private static Optional<Integer> codePoint(String hex) {
    if (hex.isEmpty()
        || hex.length() > HEX_DIGITS_MAX
        || !hex.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128)) {
      return Optional.empty();
    }
    int c = Integer.parseInt(hex, 16);
    return Character.isValidCodePoint(c) && (c < 0xD800 || c > 0xDFFF)
        ? Optional.of(c)
        : Optional.empty();
  }

  private static boolean isPlain(int c) {
    return c > ' ' && c < 127 && c != '\\' && c != '+' && c != '=';
  }
}
