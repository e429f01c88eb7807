package mailroad.mta.delivery;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Which hosts did not answer lately, and until when they are left alone by all mail to them (RFC 5321 section
 * 4.5.4.1). In memory: after a restart each is asked once more. Any number of tasks may use it.
 */
final class HostMemory {
  private static final int DOUBLINGS_MAX = 20;

  private final DeliveryConfig config;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<InetSocketAddress, Failure> failures = new LinkedHashMap<>();

  private record Failure(int times, Instant until, String reason) {}

  HostMemory(DeliveryConfig config) {
    this.config = config;
  }

  /** Why and until when a host is left alone. */
  record Rest(Instant until, String reason) {}

  /** Whether a host is to be left alone now. */
  Optional<Rest> restOf(InetSocketAddress host, Instant now) {
    lock.lock();
    try {
      return Optional.ofNullable(failures.get(host))
          .filter(failure -> now.isBefore(failure.until()))
          .map(failure -> new Rest(failure.until(), failure.reason()));
    } finally {
      lock.unlock();
    }
  }

  /** A host did not answer; says until when it is left alone. */
  Instant failed(InetSocketAddress host, String reason, Instant now) {
    lock.lock();
    try {
      Optional<Failure> before = Optional.ofNullable(failures.remove(host));
      int times = before.map(Failure::times).orElse(0) + 1;
      // Attempts that ran side by side saw one and the same failure.
      if (before.isPresent() && now.isBefore(before.get().until())) {
        times = before.get().times();
      }
      Instant until = now.plus(rest(times));
      failures.put(host, new Failure(times, until, reason));
      if (failures.size() > config.hostsRememberedMax()) {
        failures.remove(failures.keySet().iterator().next());
      }
      return until;
    } finally {
      lock.unlock();
    }
  }

  private Duration rest(int times) {
    Duration rest = config.hostRestFirst();
    for (int i = 1; i < Math.min(times, DOUBLINGS_MAX); i++) {
      rest = rest.multipliedBy(2);
      if (rest.compareTo(config.hostRestMax()) >= 0) {
        return config.hostRestMax();
      }
    }
    return rest;
  }

  /** A host answered. */
  void worked(InetSocketAddress host) {
    lock.lock();
    try {
      failures.remove(host);
    } finally {
      lock.unlock();
    }
  }

  /** Forgets all. */
  void forget() {
    lock.lock();
    try {
      failures.clear();
    } finally {
      lock.unlock();
    }
  }
}
