package mailroad.guard.filter;

import java.util.concurrent.atomic.AtomicInteger;
import mailroad.kernel.Bell;
import mailroad.kernel.World;
import mailroad.wire.Deadline;

/** So many at once and no more. Any number of tasks may want in. */
final class Slots {
  private final Bell bell;
  private final AtomicInteger free;

  Slots(World world, int most) {
    this.bell = world.bell();
    this.free = new AtomicInteger(most);
  }

  /** Waits for a place. Whoever gets one gives it back. */
  boolean take(Deadline deadline) throws InterruptedException {
    while (true) {
      long seen = bell.rings();
      if (free.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
        return true;
      }
      if (deadline.leftOrNothing().isZero()) {
        return false;
      }
      bell.await(seen, deadline.leftOrNothing());
    }
  }

  void giveBack() {
    free.incrementAndGet();
    bell.ring();
  }
}
