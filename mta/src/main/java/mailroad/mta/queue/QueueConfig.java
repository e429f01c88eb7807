package mailroad.mta.queue;

import java.time.Duration;

/**
 * How mail waits and is tried again.
 *
 * @param lifetime how long a message is tried before it goes back to its sender
 * @param noticeLifetime how long a notice, which nobody answers for, is tried before it is dropped
 * @param delayNoticeAfter after how long a sender is told that a message is delayed; zero for never
 * @param retryFirst how long to wait after the first failure; each further one doubles it
 * @param retryGreylisted how long to wait after the first two temporary refusals that look like greylisting
 * @param retryMax longest wait between attempts
 * @param retryJitterPercent by how much each wait varies at random, so that mail does not come in bursts
 * @param lease for how long an item is taken for an attempt; longer than any attempt lasts
 * @param concurrencyMax most attempts at once
 * @param destinationConcurrencyMax most attempts at once at one next hop
 * @param waitingMax most items in memory that wait for their turn
 * @param destinationWaitingMax most items in memory that wait for their turn at one next hop
 * @param recipientsPerItemMax most recipients that share an item, and so a transaction
 * @param expansionsMax most times that the recipients of one message may turn into others
 * @param flow how mail flows to one destination
 */
public record QueueConfig(
    Duration lifetime,
    Duration noticeLifetime,
    Duration delayNoticeAfter,
    Duration retryFirst,
    Duration retryGreylisted,
    Duration retryMax,
    int retryJitterPercent,
    Duration lease,
    int concurrencyMax,
    int destinationConcurrencyMax,
    int waitingMax,
    int destinationWaitingMax,
    int recipientsPerItemMax,
    int expansionsMax,
    FlowConfig flow) {
  /**
   * RFC 5321 section 4.5.4.1: give up after four to five days. Its half hour between attempts is what later
   * waits come to; the first are shorter, since that is when a server that restarts or greylists comes back.
   */
  public static final QueueConfig DEFAULT =
      new QueueConfig(
          Duration.ofDays(5),
          Duration.ofDays(5),
          Duration.ofHours(4),
          Duration.ofMinutes(10),
          Duration.ofMinutes(5),
          Duration.ofHours(3),
          10,
          Duration.ofHours(2),
          200,
          20,
          5000,
          500,
          100,
          500,
          FlowConfig.DEFAULT);

  /** Checks the bounds. */
  public QueueConfig {
    require(lifetime.isPositive(), "lifetime must be longer than zero");
    require(noticeLifetime.isPositive(), "notice-lifetime must be longer than zero");
    require(!delayNoticeAfter.isNegative(), "delay-notice-after must not be below zero");
    require(retryFirst.isPositive(), "retry-first must be longer than zero");
    require(retryGreylisted.isPositive(), "retry-greylisted must be longer than zero");
    require(retryMax.compareTo(retryFirst) >= 0, "retry-max must be at least retry-first");
    require(
        retryMax.compareTo(retryGreylisted) >= 0, "retry-max must be at least retry-greylisted");
    require(
        retryJitterPercent >= 0 && retryJitterPercent <= 50,
        "retry-jitter-percent must be between 0 and 50");
    // RFC 5321 section 4.5.3.2.6: ten minutes for the final dot alone.
    require(lease.compareTo(Duration.ofMinutes(30)) >= 0, "lease must be at least 30 minutes");
    require(concurrencyMax >= 1, "concurrency-max must be at least 1");
    require(destinationConcurrencyMax >= 1, "destination-concurrency-max must be at least 1");
    require(waitingMax >= concurrencyMax, "waiting-max must be at least concurrency-max");
    require(
        destinationWaitingMax >= destinationConcurrencyMax,
        "destination-waiting-max must be at least destination-concurrency-max");
    require(
        recipientsPerItemMax >= 1 && recipientsPerItemMax <= 100,
        "recipients-per-item-max must be between 1 and 100");
    require(expansionsMax >= 10, "expansions-max must be at least 10");
  }

  /** The same, its waits varying by as much. */
  public QueueConfig withJitter(int percent) {
    return new QueueConfig(
        lifetime,
        noticeLifetime,
        delayNoticeAfter,
        retryFirst,
        retryGreylisted,
        retryMax,
        percent,
        lease,
        concurrencyMax,
        destinationConcurrencyMax,
        waitingMax,
        destinationWaitingMax,
        recipientsPerItemMax,
        expansionsMax,
        flow);
  }

  /** The same with other waits: after the first failure, however it looks, and at most. */
  public QueueConfig withRetries(Duration first, Duration max) {
    return new QueueConfig(
        lifetime,
        noticeLifetime,
        delayNoticeAfter,
        first,
        first,
        max,
        retryJitterPercent,
        lease,
        concurrencyMax,
        destinationConcurrencyMax,
        waitingMax,
        destinationWaitingMax,
        recipientsPerItemMax,
        expansionsMax,
        flow);
  }

  /** The same with another flow. */
  public QueueConfig with(FlowConfig other) {
    return new QueueConfig(
        lifetime,
        noticeLifetime,
        delayNoticeAfter,
        retryFirst,
        retryGreylisted,
        retryMax,
        retryJitterPercent,
        lease,
        concurrencyMax,
        destinationConcurrencyMax,
        waitingMax,
        destinationWaitingMax,
        recipientsPerItemMax,
        expansionsMax,
        other);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
