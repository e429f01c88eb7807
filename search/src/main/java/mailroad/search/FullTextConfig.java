package mailroad.search;

import java.time.Duration;

/**
 * Bounds of the index for searching text. Searches are right without it, only slower.
 *
 * @param enabled whether there is an index
 * @param memoryOctets memory that the index takes for what is not written yet
 * @param indexOctetsMax largest size of the index on disk; messages that come when it is larger are not added
 * @param textOctetsMax octets of the text parts of a message that are indexed; messages with more are always looked into
 * @param gramsMax most different runs of three characters of a message; messages with more are always looked into
 * @param startDelay how long after a start all mailboxes are first looked through, so that users who come back go first; what a search misses does not wait
 * @param walkInterval how often all mailboxes are looked through for messages that the index does not have
 * @param gatherInterval how long more is waited for before what a search has missed is added, all at once
 * @param commitInterval how often what was added is made to last; what a crash takes is added again
 * @param lagMax how long messages wait at most before they are added, while more come into their mailbox and no search misses them; 0 for not at all
 * @param lagMessagesMax how many messages of a mailbox wait so at most
 * @param busyMessages when more than so many come within a walk-interval, mailboxes wait into which none come, too
 */
public record FullTextConfig(
    boolean enabled,
    long memoryOctets,
    long indexOctetsMax,
    int textOctetsMax,
    int gramsMax,
    Duration startDelay,
    Duration walkInterval,
    Duration gatherInterval,
    Duration commitInterval,
    Duration lagMax,
    int lagMessagesMax,
    int busyMessages) {
  /** For a server with much mail. */
  public static final FullTextConfig DEFAULT =
      new FullTextConfig(
          true,
          16L << 20,
          50L << 30,
          1 << 20,
          60_000,
          Duration.ofSeconds(30),
          Duration.ofMinutes(1),
          Duration.ofSeconds(1),
          Duration.ofSeconds(30),
          Duration.ofMinutes(10),
          50_000,
          6_000);

  /** Bounds that make sense. */
  public FullTextConfig {
    require(
        memoryOctets >= 1 << 20 && memoryOctets <= 1L << 30,
        "memory-octets must be from 1MiB to 1GiB");
    require(indexOctetsMax >= 0, "index-octets-max must not be negative");
    require(textOctetsMax >= 1, "text-octets-max must be at least 1");
    require(gramsMax >= 1_000 && gramsMax <= 10_000_000, "grams-max must be from 1000 to 10000000");
    require(!startDelay.isNegative(), "start-delay must not be negative");
    require(
        walkInterval.compareTo(Duration.ofSeconds(1)) >= 0, "walk-interval must be at least 1s");
    require(
        !gatherInterval.isNegative() && gatherInterval.compareTo(walkInterval) <= 0,
        "gather-interval must be from 0 to walk-interval");
    require(!commitInterval.isNegative(), "commit-interval must not be negative");
    require(!lagMax.isNegative(), "lag-max must not be negative");
    require(lagMessagesMax >= 0, "lag-messages-max must not be negative");
    require(busyMessages >= 0, "busy-messages must not be negative");
  }

  /** The same with another {@link #startDelay}. */
  public FullTextConfig withStartDelay(Duration delay) {
    return new FullTextConfig(
        enabled,
        memoryOctets,
        indexOctetsMax,
        textOctetsMax,
        gramsMax,
        delay,
        walkInterval,
        gatherInterval,
        commitInterval,
        lagMax,
        lagMessagesMax,
        busyMessages);
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }
}
