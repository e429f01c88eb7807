package mailroad.kernel;

import java.util.function.IntPredicate;

/** How text from outside is looked at, and shown in logs, terminals and replies. */
public final class Text {
  private Text() {}

  /** Whether all characters are such; much cheaper than a stream of them. */
  public static boolean all(String text, IntPredicate such) {
    for (int i = 0; i < text.length(); i++) {
      if (!such.test(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /**
   * The text with every character that could steer a terminal, break a log line or hide itself written as
   * {@code \}{@code u{hex}}: controls, line ends, bidirectional marks, unpaired surrogates, backslash.
   */
  public static String visible(String text) {
    if (all(text, c -> c >= ' ' && c < 127 && c != '\\')) {
      return text;
    }
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          if (c == '\\') {
            out.append("\\\\");
          } else if (isHidden(c)) {
            out.append("\\u{").append(Integer.toHexString(c)).append('}');
          } else {
            out.appendCodePoint(c);
          }
        });
    return out.toString();
  }

  /** The same for people who read a message or a table: a tab, which stands in many a folded field, is a space. */
  public static String readable(String text) {
    return visible(text.replace('\t', ' '));
  }

  /** A number of things: {@code 1 message}, {@code 2 messages}. */
  public static String count(long number, String one) {
    return count(number, one, one + "s");
  }

  /** A number of things of which many have a name of their own: {@code 1 query}, {@code 2 queries}. */
  public static String count(long number, String one, String many) {
    return number + " " + (number == 1 ? one : many);
  }

  private static boolean isHidden(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
