package mailroad.guard.learn;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Takes text apart into words: letters and digits of any script, in lower case; numbers by their shape; writing without
 * blanks between words by pairs of characters. One pass.
 */
final class Words {
  private static final int SHORTEST = 3;
  private static final int LONGEST = 20;

  private final int max;
  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private int before = -1; // the character before, where words are not parted by blanks

  private Words(int max) {
    this.max = max;
  }

  /** The first words of a text. */
  static List<String> of(String text, int max) {
    Words words = new Words(max);
    text.codePoints().takeWhile(_ -> words.words.size() < max).forEach(words::take);
    words.end();
    return words.words.size() > max ? words.words.subList(0, max) : words.words;
  }

  private void take(int c) {
    if (isUnparted(c)) {
      end();
      if (before >= 0) {
        words.add(Character.toString(before) + Character.toString(c));
      }
      before = c;
      return;
    }
    before = -1;
    if (Character.isLetterOrDigit(c) || isJoined(c)) {
      word.appendCodePoint(Character.isDigit(c) ? '0' : c);
    } else if (Character.getType(c) == Character.FORMAT
        || Character.getType(c) == Character.NON_SPACING_MARK) {
      return; // what hides in words does not part them
    } else {
      end();
    }
  }

  private static boolean isJoined(int c) {
    return c == '\'' || c == '$' || c == '€' || c == '£' || c == '%' || c == '!';
  }

  private static boolean isUnparted(int c) {
    return switch (Character.UnicodeScript.of(c)) {
      case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER -> true;
      default -> false;
    };
  }

  private void end() {
    if (word.isEmpty()) {
      return;
    }
    String text = word.toString().toLowerCase(Locale.ROOT);
    word.setLength(0);
    int from = 0;
    int to = text.length();
    while (from < to && (text.charAt(from) == '\'' || text.charAt(from) == '!')) {
      from++;
    }
    while (to > from && text.charAt(to - 1) == '\'') {
      to--;
    }
    add(text.substring(from, to));
  }

  private void add(String text) {
    int length = text.length();
    if (length > LONGEST) {
      words.add("long:%s:%d".formatted(text.charAt(0), Math.min(length / 10, 9)));
    } else if (length >= SHORTEST && words.size() < max) {
      words.add(text);
    }
  }
}
