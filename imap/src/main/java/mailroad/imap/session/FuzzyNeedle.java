package mailroad.imap.session;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import mailroad.search.Needle;

/**
 * Words that are looked for without much regard to how they are written (RFC 6203 section 3): accents and case do not count,
 * a word may go on, and longer words may have a letter or two that differ. All words must be there, in any order.
 */
final class FuzzyNeedle {
  private static final int WORDS_MAX = 12;
  private static final int TEXT_CHARS_MAX = 200_000;
  private static final int WORD_CHARS_MAX = 64;
  private static final double EXACT = 1.0;
  private static final double BEGINS = 0.8;
  private static final double SIMILAR = 0.6;

  private final List<String> words;

  FuzzyNeedle(String text) {
    List<String> all = words(text);
    this.words = all.subList(0, Math.min(all.size(), WORDS_MAX));
  }

  /** How well texts fit: 0 if they do not, at most 1. */
  double score(List<String> texts) {
    if (words.isEmpty()) {
      return EXACT;
    }
    double[] best = new double[words.size()];
    int left = TEXT_CHARS_MAX;
    for (String text : texts) {
      String some = text.substring(0, Math.min(text.length(), left));
      left -= some.length();
      words(some).forEach(word -> look(word, best));
    }
    double sum = 0;
    for (double one : best) {
      if (one == 0) {
        return 0;
      }
      sum += one;
    }
    return sum / best.length;
  }

  private void look(String word, double[] best) {
    for (int i = 0; i < best.length; i++) {
      if (best[i] < EXACT) {
        best[i] = Math.max(best[i], fit(words.get(i), word, best[i]));
      }
    }
  }

  private static double fit(String wanted, String word, double soFar) {
    if (word.equals(wanted)) {
      return EXACT;
    }
    if (wanted.length() >= 3 && word.startsWith(wanted)) {
      return BEGINS;
    }
    int edits = wanted.length() >= 9 ? 2 : wanted.length() >= 5 ? 1 : 0;
    return soFar < SIMILAR && edits > 0 && within(wanted, word, edits) ? SIMILAR : 0;
  }

  /** Whether one becomes the other by so many letters changed, left out, put in or swapped, at most. */
  private static boolean within(String a, String b, int edits) {
    if (Math.abs(a.length() - b.length()) > edits) {
      return false;
    }
    int[] before = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    int[] next = new int[b.length() + 1];
    Arrays.setAll(row, j -> j);
    for (int i = 1; i <= a.length(); i++) {
      next[0] = i;
      int least = i;
      for (int j = 1; j <= b.length(); j++) {
        int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        next[j] = Math.min(Math.min(next[j - 1], row[j]) + 1, row[j - 1] + same);
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          next[j] = Math.min(next[j], before[j - 2] + 1);
        }
        least = Math.min(least, next[j]);
      }
      if (least > edits) {
        return false;
      }
      int[] free = before;
      before = row;
      row = next;
      next = free;
    }
    return row[b.length()] <= edits;
  }

  /** The words of a text, without case and accents. */
  private static List<String> words(String text) {
    String plain = Normalizer.normalize(Needle.fold(text), Normalizer.Form.NFKD);
    List<String> out = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    for (int i = 0; i <= plain.length(); i++) {
      char c = i < plain.length() ? plain.charAt(i) : ' ';
      if (Character.getType(c) == Character.NON_SPACING_MARK) {
        continue;
      }
      if (Character.isLetterOrDigit(c) || Character.isSurrogate(c)) {
        if (word.length() < WORD_CHARS_MAX) {
          word.append(c);
        }
      } else if (!word.isEmpty()) {
        out.add(word.toString());
        word.setLength(0);
      }
    }
    return out;
  }
}
