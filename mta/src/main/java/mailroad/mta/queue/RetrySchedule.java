package mailroad.mta.queue;

import java.time.Duration;
import java.util.random.RandomGenerator;
import mailroad.kernel.Reply;

/**
 * How long to wait after a failure: RFC 5321 section 4.5.4.1. Waits double up to a bound, and vary at random.
 * A refusal that looks like greylisting (RFC 6647) is tried again sooner at first. Pure but for the random
 * numbers given.
 */
final class RetrySchedule {
  private static final int GREYLISTED_ATTEMPTS = 2;
  private static final int DOUBLINGS_MAX = 30;

  private final QueueConfig config;

  RetrySchedule(QueueConfig config) {
    this.config = config;
  }

  /**
   * The wait after the {@code attempts}th attempt.
   *
   * @param last what was said at it
   */
  Duration waitAfter(int attempts, Reply last, RandomGenerator random) {
    return jittered(base(attempts, last), random);
  }

  private Duration base(int attempts, Reply last) {
    boolean greylisted = last.code() == 450 || last.code() == 451;
    if (greylisted && attempts <= GREYLISTED_ATTEMPTS) {
      return config.retryGreylisted();
    }
    int doublings = Math.clamp(attempts - 1, 0, DOUBLINGS_MAX);
    Duration wait = config.retryFirst();
    for (int i = 0; i < doublings && wait.compareTo(config.retryMax()) < 0; i++) {
      wait = wait.multipliedBy(2);
    }
    return wait.compareTo(config.retryMax()) < 0 ? wait : config.retryMax();
  }

  private Duration jittered(Duration wait, RandomGenerator random) {
    int percent = config.retryJitterPercent();
    if (percent == 0) {
      return wait;
    }
    double factor = 1 + (2 * random.nextDouble() - 1) * percent / 100;
    return Duration.ofMillis(Math.round(wait.toMillis() * factor));
  }
}
