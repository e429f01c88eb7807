package mailroad.imap.session;

import java.text.Normalizer;
import java.util.Locale;

/**
 * A text that is looked for without regard to case (RFC 3501 section 6.4.4), by Knuth, Morris and Pratt: one pass, whatever
 * the texts are.
 */
final class Needle {
  private final String text;
  private final int[] fallback; // how much of the text still matches when what follows does not

  Needle(String text) {
    this.text = fold(text);
    this.fallback = new int[this.text.length() + 1];
    int matched = 0;
    for (int i = 1; i < this.text.length(); i++) {
      while (matched > 0 && this.text.charAt(i) != this.text.charAt(matched)) {
        matched = fallback[matched];
      }
      if (this.text.charAt(i) == this.text.charAt(matched)) {
        matched++;
      }
      fallback[i + 1] = matched;
    }
  }

  /** Whether it occurs in a text that was {@linkplain #fold folded}. */
  boolean isIn(String folded) {
    if (text.isEmpty()) {
      return true;
    }
    int matched = 0;
    for (int i = 0; i < folded.length(); i++) {
      while (matched > 0 && folded.charAt(i) != text.charAt(matched)) {
        matched = fallback[matched];
      }
      if (folded.charAt(i) == text.charAt(matched)) {
        matched++;
      }
      if (matched == text.length()) {
        return true;
      }
    }
    return false;
  }

  /** The text without regard to case. Upper case first: letters that have two lower-case forms become one. */
  static String fold(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC)
        .toUpperCase(Locale.ROOT)
        .toLowerCase(Locale.ROOT);
  }
}
