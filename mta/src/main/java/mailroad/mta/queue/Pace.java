package mailroad.mta.queue;

import java.time.Duration;
import java.time.Instant;

/**
 * So many in a time, evenly: each takes its share of the time, and a tenth of them may come at once. Used under
 * its owner's lock.
 */
final class Pace {
  private static final int BURST_DIVISOR = 10;

  private final Duration share;
  private final Duration ahead;

  /** When the next one would be on time, if all came evenly. */
  private Instant onTime = Instant.MIN;

  Pace(int most, Duration per) {
    this.share = per.dividedBy(most);
    this.ahead = share.multipliedBy(most / BURST_DIVISOR);
  }

  /** When the next may go; not after now if at once. */
  Instant next() {
    return onTime.equals(Instant.MIN) ? onTime : onTime.minus(ahead);
  }

  /** One goes. */
  void take(Instant now) {
    onTime = (onTime.isBefore(now) ? now : onTime).plus(share);
  }
}
