package mailroad.guard.filter;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import mailroad.guard.verdict.Evidence;
import mailroad.kernel.Why;

/** Rules of another program that fit a message, as evidence. */
final class RuleHits {
  private static final int HITS_MAX = 100;
  private static final double ROUNDING = 0.05;

  private RuleHits() {}

  /**
   * A rule that fits.
   *
   * @param rule as the program calls it, such as {@code R_SPF_FAIL}
   * @param text what it means, in the program's words
   */
  record Hit(String rule, double score, String text) {}

  /**
   * Evidence of them all, the weightiest first. What the program's sum has beyond them is evidence of its own.
   *
   * @param total the program's sum
   * @param weight how much its scores count
   */
  static List<Evidence> evidence(String filter, List<Hit> hits, double total, double weight) {
    List<Evidence> out = new ArrayList<>();
    double sum = 0;
    List<Hit> sorted =
        hits.stream()
            .sorted(Comparator.comparingDouble((Hit one) -> -Math.abs(one.score())))
            .limit(HITS_MAX)
            .toList();
    for (Hit one : sorted) {
      sum += one.score();
      String text = one.text().isBlank() ? one.rule() : one.text().strip();
      out.add(
          new Evidence(
              filter + "-" + key(one.rule()),
              weighed(one.score(), weight),
              new Why(text, filter + " " + one.rule())));
    }
    double rest = total - sum;
    if (Math.abs(rest) > ROUNDING * Math.max(1, sorted.size())) {
      out.add(
          new Evidence(
              filter + "-rest",
              weighed(rest, weight),
              "%s's sum is %.2f, which its rules alone do not make".formatted(filter, total)));
    }
    return out;
  }

  /** To three places, as nobody reads more. */
  static double weighed(double score, double weight) {
    return Math.round(score * weight * 1000) / 1000.0;
  }

  private static String key(String rule) {
    return rule.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
  }
}
