package mailroad.wire.script;

import java.nio.charset.StandardCharsets;

/** Octets as scripts write them; strings here hold one octet in each character (Latin-1). */
final class Octets {
  private Octets() {}

  /**
   * What a script's text means, in UTF-8: {@code \r \n \t \0 \\ \*} and {@code \xHH}. Any other backslash
   * stands for itself, as in IMAP's {@code \Seen}.
   */
  static String unescape(String text) {
    StringBuilder out = new StringBuilder();
    String latin = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    for (int i = 0; i < latin.length(); i++) {
      char c = latin.charAt(i);
      if (c != '\\' || i + 1 == latin.length()) {
        out.append(c);
        continue;
      }
      char escaped = latin.charAt(++i);
      switch (escaped) {
        case 'r' -> out.append('\r');
        case 'n' -> out.append('\n');
        case 't' -> out.append('\t');
        case '0' -> out.append('\0');
        case '\\', '*' -> out.append(escaped);
        case 'x' -> {
          out.append((char) hex(latin, i + 1));
          i += 2;
        }
        default -> out.append('\\').append(escaped);
      }
    }
    return out.toString();
  }

  private static int hex(String text, int at) {
    if (at + 2 > text.length()) {
      throw new IllegalArgumentException("\\x needs two hexadecimal digits");
    }
    return Integer.parseInt(text, at, at + 2, 16);
  }

  /** The octets readable on one line, as {@link #unescape} understands it. */
  static String escape(String octets) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < octets.length(); i++) {
      char c = octets.charAt(i);
      switch (c) {
        case '\r' -> out.append("\\r");
        case '\n' -> out.append("\\n");
        case '\\' -> out.append("\\\\");
        default -> {
          if (c < ' ' || c > 126) {
            out.append("\\x%02x".formatted((int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.toString();
  }

  static byte[] bytes(String octets) {
    return octets.getBytes(StandardCharsets.ISO_8859_1);
  }

  static String of(byte[] octets) {
    return new String(octets, StandardCharsets.ISO_8859_1);
  }
}
