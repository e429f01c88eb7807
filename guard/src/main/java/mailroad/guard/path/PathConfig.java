package mailroad.guard.path;

import java.time.Duration;

/**
 * How the way is judged that a message claims to have come.
 *
 * @param enabled whether it is
 * @param clockTolerance by how much clocks may differ before it is a finding
 * @param memory how long the journal remembers messages for sure: an older id of ours is not held for forged
 * @param hopsShown most claimed hops that the journey shows
 * @param scores how much each finding weighs
 */
public record PathConfig(
    boolean enabled, Duration clockTolerance, Duration memory, int hopsShown, PathScores scores) {
  /** Clocks of honest servers are minutes wrong, and their zones sometimes an hour. */
  public static final PathConfig DEFAULT =
      new PathConfig(true, Duration.ofMinutes(75), Duration.ofDays(28), 20, PathScores.DEFAULT);

  /** Limits that make sense. */
  public PathConfig {
    if (clockTolerance.isNegative()) {
      throw new IllegalArgumentException("clock-tolerance must not be below zero");
    }
    if (hopsShown < 1) {
      throw new IllegalArgumentException("hops-shown must be at least 1");
    }
  }
}
