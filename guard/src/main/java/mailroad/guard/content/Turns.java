package mailroad.guard.content;

import java.time.Duration;
import mailroad.kernel.Bell;
import mailroad.kernel.World;

/** Lets a few tasks go on at a time; the others wait. */
final class Turns {
  private static final Duration LOOK_AGAIN_AFTER = Duration.ofMinutes(1);

  private final Bell bell;
  private int free;

  Turns(World world, int atOnce) {
    this.bell = world.bell();
    this.free = atOnce;
  }

  /** Waits for a turn; who got it ends it by closing. */
  Turn take() throws InterruptedException {
    long seen = bell.rings();
    while (!takeOne()) {
      bell.await(seen, LOOK_AGAIN_AFTER);
      seen = bell.rings();
    }
    return this::giveBack;
  }

  /** A turn that was got. */
  interface Turn extends AutoCloseable {
    @Override
    void close();
  }

  private synchronized boolean takeOne() {
    if (free == 0) {
      return false;
    }
    free--;
    return true;
  }

  private void giveBack() {
    synchronized (this) {
      free++;
    }
    bell.ring();
  }
}
