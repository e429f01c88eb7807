package mailroad.mta.delivery;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import mailroad.kernel.Domain;

/**
 * Which hosts did not answer lately, and until when they are left alone by all mail to them (RFC 5321 section
 * 4.5.4.1). When that time is over, one attempt goes there to see, and only if it finds somebody do the others follow.
 * In memory: after a restart each is asked once more; {@link WaitingHosts} keeps whose mail waits. Any number of tasks may use it.
 */
final class HostMemory {
  private static final int DOUBLINGS_MAX = 20;
  private static final int DOMAINS_MAX = 50;

  private final DeliveryConfig config;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<InetSocketAddress, Failure> failures = new LinkedHashMap<>();

  /** The same by machine: each client that connects is looked up here. */
  private final Map<InetAddress, Set<InetSocketAddress>> machines = new HashMap<>();

  /** How many conversations of ours go on at a host. */
  private final Map<InetSocketAddress, Integer> talking = new HashMap<>();

  /** How long one attempt may be the only one at a host that had failed; it says sooner how it went. */
  private static final Duration PROBE_MAX = Duration.ofMinutes(10);

  /** When those who wait for such an attempt look again. */
  private static final Duration PROBE_LOOK = Duration.ofSeconds(5);

  /**
   * A host that failed.
   *
   * @param probed until when an attempt that sees whether it is back has it for itself
   * @param domains some of those whose mail waits for it
   */
  private record Failure(
      int times, Instant until, String reason, Instant probed, Set<Domain> domains) {
    Failure probedUntil(Instant other) {
      return new Failure(times, until, reason, other, domains);
    }
  }

  HostMemory(DeliveryConfig config) {
    this.config = config;
  }

  /** Why and until when a host is left alone. */
  record Rest(Instant until, String reason) {}

  /** Whether a host is to be left alone now. */
  Optional<Rest> restOf(InetSocketAddress host, Instant now) {
    lock.lock();
    try {
      return Optional.ofNullable(failures.get(host)).flatMap(failure -> rest(failure, now));
    } finally {
      lock.unlock();
    }
  }

  private Optional<Rest> rest(Failure failure, Instant now) {
    if (isWithin(config.hostRestMax(), now, failure.until())) {
      return Optional.of(new Rest(failure.until(), failure.reason()));
    }
    return isWithin(PROBE_MAX, now, failure.probed())
        ? Optional.of(
            new Rest(now.plus(PROBE_LOOK), failure.reason() + "; it is being tried just now"))
        : Optional.empty();
  }

  /** Whether a moment is still to come. One further off than it was ever set is left from a clock that went back. */
  private static boolean isWithin(Duration longest, Instant now, Instant moment) {
    return now.isBefore(moment) && !moment.isAfter(now.plus(longest));
  }

  /**
   * An attempt goes to a host, and will say whether it {@link #failed} or {@link #worked}.
   *
   * @return the rest that began meanwhile, if one did: then it must not go there
   */
  Optional<Rest> begin(InetSocketAddress host, Instant now) {
    lock.lock();
    try {
      Failure failure = failures.get(host);
      if (failure == null) {
        return Optional.empty();
      }
      Optional<Rest> rest = rest(failure, now);
      if (rest.isEmpty()) {
        put(host, failure.probedUntil(now.plus(PROBE_MAX)));
      }
      return rest;
    } finally {
      lock.unlock();
    }
  }

  /** Whether any port of a machine is left alone. */
  boolean isFailing(InetAddress machine) {
    lock.lock();
    try {
      return machines.containsKey(machine);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Forgets the failures of a machine: it was heard of.
   *
   * @return domains whose mail waits for it
   */
  Set<Domain> forget(InetAddress machine) {
    Set<Domain> domains = new LinkedHashSet<>();
    lock.lock();
    try {
      for (InetSocketAddress host : Set.copyOf(machines.getOrDefault(machine, Set.of()))) {
        remove(host).ifPresent(failure -> domains.addAll(failure.domains()));
      }
    } finally {
      lock.unlock();
    }
    return domains;
  }

  /**
   * A host did not answer; says until when it is left alone.
   *
   * @param domains whose mail waits for it
   */
  Instant failed(InetSocketAddress host, String reason, Instant now, Set<Domain> domains) {
    lock.lock();
    try {
      Optional<Failure> before = remove(host);
      int times = before.map(Failure::times).orElse(0) + 1;
      // Attempts that ran side by side saw one and the same failure.
      if (before.isPresent() && now.isBefore(before.get().until())) {
        times = before.get().times();
      }
      Instant until = now.plus(rest(times));
      put(host, new Failure(times, until, reason, Instant.MIN, together(before, domains)));
      if (failures.size() > config.hostsRememberedMax()) {
        remove(failures.keySet().iterator().next());
      }
      return until;
    } finally {
      lock.unlock();
    }
  }

  private static Set<Domain> together(Optional<Failure> before, Set<Domain> domains) {
    Set<Domain> all = new LinkedHashSet<>(domains);
    before.ifPresent(failure -> all.addAll(failure.domains()));
    return all.stream().limit(DOMAINS_MAX).collect(Collectors.toCollection(LinkedHashSet::new));
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
      remove(host);
    } finally {
      lock.unlock();
    }
  }

  /** A conversation with a host begins. */
  void begins(InetSocketAddress host) {
    lock.lock();
    try {
      talking.merge(host, 1, Integer::sum);
    } finally {
      lock.unlock();
    }
  }

  /** A conversation with a host has ended. */
  void ends(InetSocketAddress host) {
    lock.lock();
    try {
      talking.computeIfPresent(host, (_, n) -> n > 1 ? n - 1 : null);
    } finally {
      lock.unlock();
    }
  }

  /** Whether a conversation with a host goes on. */
  boolean isTalking(InetSocketAddress host) {
    lock.lock();
    try {
      return talking.containsKey(host);
    } finally {
      lock.unlock();
    }
  }

  /** Forgets all. */
  void forget() {
    lock.lock();
    try {
      failures.clear();
      machines.clear();
    } finally {
      lock.unlock();
    }
  }

  private void put(InetSocketAddress host, Failure failure) {
    failures.put(host, failure);
    machines.computeIfAbsent(host.getAddress(), _ -> new LinkedHashSet<>()).add(host);
  }

  private Optional<Failure> remove(InetSocketAddress host) {
    machines.computeIfPresent(
        host.getAddress(),
        (_, hosts) -> {
          hosts.remove(host);
          return hosts.isEmpty() ? null : hosts;
        });
    return Optional.ofNullable(failures.remove(host));
  }
}
