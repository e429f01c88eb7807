package mailroad.guard.filter;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.World;

/** Connections to a milter that rest between messages. Any number of tasks may use it; never blocks but to say goodbye. */
final class MilterPool {
  private static final Duration IDLE_MAX = Duration.ofMinutes(1);

  private final World world;
  private final int most;
  private final Object lock = new Object();
  private final Deque<Resting> resting = new ArrayDeque<>();

  /** A connection, and since when it rests. */
  private record Resting(MilterLink link, Instant since) {}

  MilterPool(World world, int most) {
    this.world = world;
    this.most = most;
  }

  /** The one that was used last; those that rested for too long leave. */
  Optional<MilterLink> take() {
    Instant now = world.now();
    List<MilterLink> old = new ArrayList<>();
    Optional<MilterLink> out;
    synchronized (lock) {
      while (!resting.isEmpty() && resting.peekFirst().since().plus(IDLE_MAX).isBefore(now)) {
        old.add(resting.pollFirst().link());
      }
      out = Optional.ofNullable(resting.pollLast()).map(Resting::link);
    }
    old.forEach(MilterLink::quit);
    return out;
  }

  void put(MilterLink link) {
    boolean kept;
    synchronized (lock) {
      kept = resting.size() < most;
      if (kept) {
        resting.addLast(new Resting(link, world.now()));
      }
    }
    if (!kept) {
      link.quit();
    }
  }
}
