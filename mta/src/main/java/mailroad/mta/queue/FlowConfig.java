package mailroad.mta.queue;

import java.time.Duration;
import java.util.List;

/**
 * How mail flows to one destination: how much at once, and what happens when it does not answer.
 *
 * @param concurrencyInitial most attempts at once at a next hop that nothing is known of
 * @param gainPercent by how much of one each success lets more attempts run at once; once a next hop has said that it is enough, a whole round of successes counts as one
 * @param lossPercent by how much of one each refusal for want of room lets fewer attempts run at once
 * @param probesMax most attempts at once at next hops that did not answer last time
 * @param restFirst how long a next hop of which no host answered is left alone at first; each further time doubles it
 * @param restMax longest time that a next hop is left alone before it is suspended
 * @param suspendAfter after how many failures in a row a next hop is suspended; 0 for never
 * @param suspendTime how long a next hop that is suspended so is left alone before it is probed again
 * @param limits bounds for single destinations, routes and source addresses; the first that fits counts
 */
public record FlowConfig(
    int concurrencyInitial,
    int gainPercent,
    int lossPercent,
    int probesMax,
    Duration restFirst,
    Duration restMax,
    int suspendAfter,
    Duration suspendTime,
    List<LimitLine> limits) {
  /** As Postfix begins: five at once, one more for each success. */
  public static final FlowConfig DEFAULT =
      new FlowConfig(
          5,
          100,
          100,
          30,
          Duration.ofMinutes(1),
          Duration.ofMinutes(30),
          20,
          Duration.ofHours(1),
          List.of());

  /** Checks the bounds. */
  public FlowConfig {
    require(concurrencyInitial >= 1, "concurrency-initial must be at least 1");
    require(gainPercent >= 1 && gainPercent <= 100, "gain-percent must be between 1 and 100");
    require(lossPercent >= 1 && lossPercent <= 100, "loss-percent must be between 1 and 100");
    require(probesMax >= 1, "probes-max must be at least 1");
    require(restFirst.isPositive(), "rest-first must be longer than zero");
    require(restMax.compareTo(restFirst) >= 0, "rest-max must be at least rest-first");
    require(suspendAfter >= 0, "suspend-after must not be below zero");
    require(suspendTime.compareTo(restFirst) >= 0, "suspend-time must be at least rest-first");
    limits = List.copyOf(limits);
  }

  /** The same, next hops that do not answer left alone for so long at first and at most, and never suspended. */
  public FlowConfig withRests(Duration first, Duration max) {
    return new FlowConfig(
        concurrencyInitial,
        gainPercent,
        lossPercent,
        probesMax,
        first,
        max,
        0,
        suspendTime.compareTo(first) < 0 ? first : suspendTime,
        limits);
  }

  /** The same with other bounds. */
  public FlowConfig withLimits(List<LimitLine> others) {
    return new FlowConfig(
        concurrencyInitial,
        gainPercent,
        lossPercent,
        probesMax,
        restFirst,
        restMax,
        suspendAfter,
        suspendTime,
        others);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
