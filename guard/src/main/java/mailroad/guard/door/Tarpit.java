package mailroad.guard.door;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import mailroad.kernel.World;

/** Lets those wait for their answers who behave badly; so many at a time and no more. Any number of tasks may use it. */
final class Tarpit {
  private static final int DOUBLINGS_MAX = 20;

  private final World world;
  private final TarpitConfig config;
  private final AtomicInteger held = new AtomicInteger();

  Tarpit(World world, TarpitConfig config) {
    this.world = world;
    this.config = config;
  }

  /** Lets the session wait that has done so many things wrong. */
  void hold(int wrongs) throws InterruptedException {
    Duration delay = delay(wrongs);
    if (delay.isZero()) {
      return;
    }
    try {
      if (held.incrementAndGet() <= config.sessionsMax()) {
        world.sleep(delay);
      }
    } finally {
      held.decrementAndGet();
    }
  }

  /** How long the answer to the last of so many wrong things waits. */
  Duration delay(int wrongs) {
    int over = wrongs - config.after();
    if (over <= 0) {
      return Duration.ZERO;
    }
    Duration delay = config.first().multipliedBy(1L << Math.min(over - 1, DOUBLINGS_MAX));
    return delay.compareTo(config.longest()) > 0 ? config.longest() : delay;
  }
}
