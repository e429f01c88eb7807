package mailroad.guard.door;

import java.time.Duration;
import java.util.List;

/**
 * The DNS lists that are asked about strangers.
 *
 * @param lists which; a list may be named twice, with different answers and weights
 * @param refuseAt sum of the weights of those that list a client from which on it is refused at RCPT; 0 for never
 * @param timeout how long the answers are waited for, all together; who has not answered has no opinion
 * @param testInterval how often it is looked whether a list works
 */
public record DnsListsConfig(
    List<DnsListConfig> lists, double refuseAt, Duration timeout, Duration testInterval) {
  /** No list: each has terms of its own. */
  public static final DnsListsConfig DEFAULT =
      new DnsListsConfig(List.of(), 8, Duration.ofSeconds(3), Duration.ofHours(1));

  /** Bounds that make sense. */
  public DnsListsConfig {
    lists = List.copyOf(lists);
    require(refuseAt >= 0, "refuse-at must be a score of at least 0");
    require(timeout.isPositive(), "timeout must be longer than zero");
    require(
        testInterval.compareTo(Duration.ofMinutes(1)) >= 0, "test-interval must be at least 1m");
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }
}
