package mailroad.guard.door;

import java.time.Duration;

/**
 * Who has to come back (RFC 6647).
 *
 * @param whom who is put off: nobody, those who look suspect, or all who are not known as good
 * @param suspicion from which sum of the door's scores on a client is suspicious
 * @param delay how soon it may come back
 * @param returnWithin how long it has time to come back
 * @param remembered how long mail passes that came back, counted from the last of it
 * @param poolPasses different mails that came back from a pool of hosts, after which all of its mail passes
 * @param inMemory most entries that are kept in memory
 * @param most most entries that are kept in the store
 */
public record GreylistConfig(
    Whom whom,
    double suspicion,
    Duration delay,
    Duration returnWithin,
    Duration remembered,
    int poolPasses,
    int inMemory,
    int most) {
  /** Who is put off. */
  public enum Whom {
    NOBODY,
    SUSPICIOUS,
    EVERYBODY
  }

  /** Five minutes, for the suspicious. */
  public static final GreylistConfig DEFAULT =
      new GreylistConfig(
          Whom.SUSPICIOUS,
          3,
          Duration.ofMinutes(5),
          Duration.ofDays(2),
          Duration.ofDays(36),
          5,
          20_000,
          500_000);

  /** Bounds that make sense. */
  public GreylistConfig {
    require(suspicion > 0, "suspicion must be more than 0");
    require(delay.isPositive(), "delay must be longer than zero");
    // RFC 6647 section 5: senders come back after half an hour, or a day.
    require(
        returnWithin.compareTo(Duration.ofHours(1)) >= 0 && returnWithin.compareTo(delay) > 0,
        "return-within must be at least 1h, and longer than delay");
    require(!remembered.isNegative(), "remembered must not be negative");
    require(poolPasses >= 1, "pool-passes must be at least 1");
    require(inMemory >= 100, "in-memory must be at least 100");
    require(most >= inMemory, "most must be at least in-memory");
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }
}
