package mailroad.guard.verdict;

import java.util.Locale;
import mailroad.kernel.Why;

/**
 * What the evidence comes to, for a message or for one recipient's copy.
 *
 * @param sum of all scores
 * @param greylisted whether it is put off unless its sender has come back
 * @param said a few words, such as {@code junk, 8.2 of 6.0}
 * @param why the evidence, and the line of the configuration that decided
 */
public record Verdict(Action action, double sum, boolean greylisted, String said, Why why) {
  /** No score of ours is larger. */
  private static final double PLAIN_MAX = 1e12;

  /** A score with one decimal place, such as {@code 8.2}. */
  public static String number(double score) {
    if (Math.abs(score) > PLAIN_MAX) {
      return String.format(Locale.ROOT, "%.1f", score);
    }
    long tenths = Math.round(Math.abs(score) * 10);
    String sign = score < 0 && tenths > 0 ? "-" : "";
    return sign + tenths / 10 + "." + tenths % 10;
  }

  static String signed(double score) {
    return score > 0 ? "+" + number(score) : number(score);
  }
}
