package mailroad.guard.door;

import java.time.Duration;

/**
 * Who is known, and as what.
 *
 * @param lookedFor how long who passed the first look is not looked at again
 * @param goodMessages wanted messages after which a host is in good standing, unless a fifth or more of its mail is not wanted
 * @param goodFor how long a good standing lasts after the last wanted message
 * @param inMemory most hosts that are kept in memory
 * @param most most hosts that are kept in the store
 */
public record StandingConfig(
    Duration lookedFor, int goodMessages, Duration goodFor, int inMemory, int most) {
  /** A week after a look, two months after good mail. */
  public static final StandingConfig DEFAULT =
      new StandingConfig(Duration.ofDays(7), 3, Duration.ofDays(60), 20_000, 500_000);

  /** Bounds that make sense. */
  public StandingConfig {
    require(!lookedFor.isNegative(), "looked-for must not be negative");
    require(goodMessages >= 1, "good-messages must be at least 1");
    require(!goodFor.isNegative(), "good-for must not be negative");
    require(inMemory >= 100, "in-memory must be at least 100");
    require(most >= inMemory, "most must be at least in-memory");
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }
}
