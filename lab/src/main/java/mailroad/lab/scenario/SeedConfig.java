package mailroad.lab.scenario;

import java.time.Duration;
import mailroad.lab.topology.Topology;
import mailroad.mta.queue.QueueConfig;

/**
 * What seeds play.
 *
 * @param kind the topology
 * @param lettersMax most letters that are written; at least one is
 * @param faultsMax most faults
 * @param trouble how long letters are written and faults happen
 * @param quiet how long nothing may happen in the end, so that a late second copy shows
 */
public record SeedConfig(
    Topology.Kind kind, int lettersMax, int faultsMax, Duration trouble, Duration quiet) {
  /** Within which all must have come to its end: the lifetime of the queues. */
  static final Duration LIFETIME = QueueConfig.DEFAULT.lifetime();

  /** Some letters and some faults within half an hour. */
  public static final SeedConfig DEFAULT =
      new SeedConfig(
          Topology.Kind.TWO_DOMAINS, 12, 10, Duration.ofMinutes(30), Duration.ofHours(1));

  /** A play that can be played. */
  public SeedConfig {
    require(lettersMax >= 1, "letters-max must be at least 1");
    require(faultsMax >= 0, "faults-max must not be negative");
    require(
        trouble.isPositive() && trouble.compareTo(LIFETIME) < 0,
        "trouble must be longer than zero and end within the lifetime of the queue");
    require(!quiet.isNegative(), "quiet must not be negative");
  }

  /** The same in another topology. */
  public SeedConfig with(Topology.Kind other) {
    return new SeedConfig(other, lettersMax, faultsMax, trouble, quiet);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
