package mailroad.wire;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import mailroad.kernel.World;
import mailroad.wire.Service.Refusal;

/**
 * Counts connections against the bounds of a port: all that are open, those of each party, and how often each party
 * came within the minute. Any number of tasks may use it.
 */
final class Admission {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** Beyond so many parties the minute is begun anew: memory is bounded before all else. */
  private static final int PARTIES_MAX = 100_000;

  private final World world;
  private final ListenerConfig config;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Integer> perParty = new HashMap<>(); // under the lock
  private final Map<String, Integer> arrivals = new HashMap<>(); // under the lock
  private Instant minute; // under the lock: when the arrivals began to be counted
  private int open; // under the lock

  Admission(World world, ListenerConfig config) {
    this.world = world;
    this.config = config;
    this.minute = world.now();
  }

  /** Counts one more connection in, unless a bound is met. */
  Optional<Refusal> enter() {
    lock.lock();
    try {
      if (open >= config.connectionsMax()) {
        return Optional.of(Refusal.TOO_MANY);
      }
      open++;
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** Counts a connection that was let in against its party, unless a bound is met. */
  Optional<Refusal> enter(String party) {
    lock.lock();
    try {
      if (isTooOften(party)) {
        return Optional.of(Refusal.TOO_MANY_FROM_ADDRESS);
      }
      int ofParty = perParty.getOrDefault(party, 0);
      if (ofParty >= config.connectionsPerAddressMax()) {
        return Optional.of(Refusal.TOO_MANY_FROM_ADDRESS);
      }
      perParty.put(party, ofParty + 1);
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** Those that are refused count too: who does not slow down does not get in. */
  private boolean isTooOften(String party) {
    if (config.connectionsPerMinutePerAddressMax() == 0) {
      return false;
    }
    Instant now = world.now();
    if (!now.isBefore(minute.plus(MINUTE)) || arrivals.size() >= PARTIES_MAX) {
      minute = now;
      arrivals.clear();
    }
    return arrivals.merge(party, 1, Integer::sum) > config.connectionsPerMinutePerAddressMax();
  }

  /** Whether so many connections are open that silent ones must make room. */
  boolean isCrowded() {
    lock.lock();
    try {
      return open * 100L >= (long) config.connectionsMax() * config.crowdedPercent();
    } finally {
      lock.unlock();
    }
  }

  void leave() {
    lock.lock();
    try {
      open--;
    } finally {
      lock.unlock();
    }
  }

  void leave(String party) {
    lock.lock();
    try {
      perParty.computeIfPresent(party, (key, n) -> n > 1 ? n - 1 : null);
    } finally {
      lock.unlock();
    }
  }
}
