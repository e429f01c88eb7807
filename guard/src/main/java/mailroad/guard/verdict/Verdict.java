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
  static String number(double score) {
    return String.format(Locale.ROOT, "%.1f", score == 0 ? 0.0 : score);
  }

  static String signed(double score) {
    return score > 0 ? "+" + number(score) : number(score);
  }
}
