package mailroad.wire;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import mailroad.kernel.World;

/**
 * A moment by which something made of many waits must be done, so that a peer that sends an octet now and
 * then cannot draw it out.
 */
public final class Deadline {
  /** Longer than anybody waits, and short enough to be added to any time of day. */
  private static final Duration LONGEST = Duration.ofDays(365);

  private final World world;
  private final Instant begun;
  private final Instant end;

  private Deadline(World world, Instant begun, Duration time) {
    this.world = world;
    this.begun = begun;
    this.end = begun.plus(time);
  }

  /** The moment {@code time} from now. */
  public static Deadline in(World world, Duration time) {
    return new Deadline(world, world.now(), time.compareTo(LONGEST) < 0 ? time : LONGEST);
  }

  /** When it was set. */
  public Instant begun() {
    return begun;
  }

  /**
   * How long is left, more than nothing.
   *
   * @throws SocketTimeoutException if nothing is left
   */
  public Duration left() throws SocketTimeoutException {
    Duration left = leftOrNothing();
    if (left.isZero()) {
      throw new SocketTimeoutException("not done in time");
    }
    return left;
  }

  /** How long is left; zero if nothing. */
  public Duration leftOrNothing() {
    Duration left = Duration.between(world.now(), end);
    return left.isPositive() ? left : Duration.ZERO;
  }
}
