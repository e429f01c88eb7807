package mailroad.kernel;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Looks four times a second whether a call has outlived its time: one daemon thread for the whole process,
 * started with the first connection.
 */
final class RealKeeper {
  /** Something whose calls must not take longer than was said. */
  interface Watched {
    void look(long now);
  }

  private static final long LOOK_MILLIS = 250;

  private final Set<Watched> watched = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean started = new AtomicBoolean();

  void watch(Watched one) {
    if (started.compareAndSet(false, true)) {
      Thread.ofPlatform().name("deadlines").daemon(true).start(this::look);
    }
    watched.add(one);
  }

  void forget(Watched one) {
    watched.remove(one);
  }

  private void look() {
    try {
      while (true) {
        RealWorld.pause(LOOK_MILLIS);
        long now = RealWorld.elapsedNanos();
        watched.forEach(one -> one.look(now));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
