package mailroad.guard.path;

import java.time.Duration;
import java.util.List;
import mailroad.guard.verdict.Scores;

/**
 * How the way is judged that a message claims to have come.
 *
 * @param enabled whether it is
 * @param clockTolerance by how much clocks may differ before it is a finding
 * @param hopsShown most claimed hops that the journey shows
 * @param scores findings that count otherwise than built in, each as {@code received-future=2.0}
 */
public record PathConfig(
    boolean enabled, Duration clockTolerance, int hopsShown, List<String> scores) {
  /** Clocks of honest servers are minutes wrong, and their zones sometimes an hour. */
  public static final PathConfig DEFAULT =
      new PathConfig(true, Duration.ofMinutes(75), 20, List.of());

  /** Limits that make sense, and known scores. */
  public PathConfig {
    scores = List.copyOf(scores);
    if (clockTolerance.isNegative()) {
      throw new IllegalArgumentException("clock-tolerance must not be below zero");
    }
    if (hopsShown < 1) {
      throw new IllegalArgumentException("hops-shown must be at least 1");
    }
    Scores.of(PathFinding.class, "scores", scores);
  }
}
