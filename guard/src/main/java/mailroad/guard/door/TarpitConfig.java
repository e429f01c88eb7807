package mailroad.guard.door;

import java.time.Duration;

/**
 * How those are slowed down who behave badly.
 *
 * @param after wrong commands and refused recipients of a session that cost no delay
 * @param first delay of the first answer that is delayed; doubles with each more
 * @param longest longest delay
 * @param sessionsMax most sessions whose answers are delayed at one time; others are answered at once
 */
public record TarpitConfig(int after, Duration first, Duration longest, int sessionsMax) {
  /** From the fifth on, a second at first, and at most twenty. */
  public static final TarpitConfig DEFAULT =
      new TarpitConfig(4, Duration.ofSeconds(1), Duration.ofSeconds(20), 200);

  /** Bounds that make sense. */
  public TarpitConfig {
    require(after >= 0, "after must be at least 0");
    require(!first.isNegative(), "first must not be negative");
    require(longest.compareTo(first) >= 0, "longest must be at least first");
    // RFC 5321 section 4.5.3.2: clients wait for five minutes.
    require(longest.compareTo(Duration.ofMinutes(2)) <= 0, "longest must be at most 2m");
    require(sessionsMax >= 0, "sessions-max must be at least 0");
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }
}
