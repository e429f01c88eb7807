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
  private boolean plain = true; // whether the word is of ASCII, and in lower case already

  private Words(int max) {
    this.max = max;
  }

  /** The first words of a text. */
  static List<String> of(String text, int max) {
    Words words = new Words(max);
    for (int i = 0; i < text.length() && words.words.size() < max; ) {
      char c = text.charAt(i);
      if (c < 128) {
        words.takeAscii(c);
        i++;
      } else {
        int point = text.codePointAt(i);
        words.take(point);
        i += Character.charCount(point);
      }
    }
    words.end();
    return words.words;
  }

  /** Most of all text. */
  private void takeAscii(char c) {
    before = -1;
    if (c >= 'a' && c <= 'z' || c == '\'' || c == '$' || c == '%' || c == '!') {
      word.append(c);
    } else if (c >= 'A' && c <= 'Z') {
      word.append((char) (c | 0x20));
    } else if (c >= '0' && c <= '9') {
      word.append('0');
    } else {
      end();
    }
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
    if (Character.isLetterOrDigit(c) || c == '€' || c == '£') {
      plain = false;
      word.appendCodePoint(Character.isDigit(c) ? '0' : c);
    } else if (Character.getType(c) != Character.FORMAT
        && Character.getType(c)
            != Character.NON_SPACING_MARK) { // what hides in words does not part them
      end();
    }
  }

  private static boolean isUnparted(int c) {
    return c >= 0x0E00
        && switch (Character.UnicodeScript.of(c)) {
          case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER -> true;
          default -> false;
        };
  }

  private void end() {
    if (word.isEmpty()) {
      return;
    }
    int from = 0;
    int to = word.length();
    while (from < to && (word.charAt(from) == '\'' || word.charAt(from) == '!')) {
      from++;
    }
    while (to > from && word.charAt(to - 1) == '\'') {
      to--;
    }
    String text = word.substring(from, to);
    word.setLength(0);
    add(plain ? text : text.toLowerCase(Locale.ROOT));
    plain = true;
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
