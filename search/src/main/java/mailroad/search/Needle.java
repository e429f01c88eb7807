package mailroad.search;

import java.text.Normalizer;
import java.util.Locale;

/**
 * A text that is looked for without regard to case (RFC 3501 section 6.4.4), by Knuth, Morris and Pratt: one pass, whatever
 * the texts are.
 */
public final class Needle {
  private final String text;
  private final int[] fallback; // how much of the text still matches when what follows does not

  /** A text to look for. */
  public Needle(String text) {
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

  /** The text, folded. */
  public String folded() {
    return text;
  }

  /** Whether it occurs in a text that was {@linkplain #fold folded}. */
  public boolean isIn(String folded) {
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
  public static String fold(String text) {
    if (isAscii(text)) {
      return text.toLowerCase(Locale.ROOT);
    }
    return Normalizer.normalize(text, Normalizer.Form.NFC)
        .toUpperCase(Locale.ROOT)
        .toLowerCase(Locale.ROOT)
        .replace('\u03C2', '\u03C3'); // a sigma that ends a word is one like any other
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 127) {
        return false;
      }
    }
    return true;
  }
}
