package mailroad.mta.queue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import mailroad.mta.queue.Lane.Health;

/**
 * How many attempts run at next hops of each health, and who waits for that number to fall: next hops that may
 * well not answer never take up all attempts. Used under the lock of {@link Lanes}.
 */
final class Quotas {
  private final Quota proven;
  private final Quota fresh;
  private final Quota failing;

  private static final class Quota {
    private final int most;
    private final Deque<Lane> stalled = new ArrayDeque<>();
    private int running;

    Quota(int most) {
      this.most = most;
    }
  }

  Quotas(QueueConfig config) {
    int all = config.concurrencyMax();
    proven = new Quota(all);
    fresh = new Quota(Math.max(1, all * 3 / 4));
    failing = new Quota(Math.min(config.flow().probesMax(), Math.max(1, all / 2)));
  }

  private Quota of(Health health) {
    return switch (health) {
      case PROVEN -> proven;
      case NEW -> fresh;
      case FAILING -> failing;
    };
  }

  /** All attempts that run. */
  int running() {
    return proven.running + fresh.running + failing.running;
  }

  /** Whether one more attempt may begin at a next hop; if not, it is told of by {@link #ended} in its turn. */
  boolean admits(Lane lane) {
    Quota quota = of(lane.health());
    boolean room = quota.running < quota.most;
    if (!room) {
      quota.stalled.add(lane);
    }
    return room;
  }

  void begins(Health health) {
    of(health).running++;
  }

  /** An attempt has ended; who may go on instead. */
  Optional<Lane> ended(Health health) {
    Quota quota = of(health);
    quota.running--;
    return Optional.ofNullable(quota.stalled.poll());
  }
}
