package mailroad.mta.delivery;

import com.google.protobuf.InvalidProtocolBufferException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import mailroad.kernel.Domain;
import mailroad.kernel.World;
import mailroad.records.WaitingHostRecord;
import mailroad.store.Batch;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which domains behind this server wait for which machine that failed, in the store: so that their mail flows when the
 * machine connects, though this server was started anew meanwhile. Bounded, those noted longest ago go first. Where the
 * store fails, that mail waits for its next attempt. Any number of tasks may use it.
 */
final class WaitingHosts {
  private static final Logger LOG = LoggerFactory.getLogger(WaitingHosts.class);
  private static final Key ALL = Key.of("relay", "waiting");

  /** What still fails is noted anew after so long. */
  private static final Duration NOTED_AGAIN = Duration.ofDays(1);

  /** What was not noted anew for so long has ended otherwise. */
  private static final Duration FORGOTTEN = Duration.ofDays(7);

  private static final int DOMAINS_MAX = 50;

  private final World world;
  private final Store store;
  private final int most;
  private final Predicate<Domain> behindUs;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<InetAddress, Noted> hosts = new LinkedHashMap<>();

  private record Noted(Set<Domain> domains, Instant at) {}

  /**
   * Nothing is known before {@link #recall}.
   *
   * @param most hosts that are remembered
   * @param behindUs whether mail of a domain may flow as soon as its host is heard of
   */
  WaitingHosts(World world, Store store, int most, Predicate<Domain> behindUs) {
    this.world = world;
    this.store = store;
    this.most = most;
    this.behindUs = behindUs;
  }

  /**
   * Reads what was known before the start.
   *
   * @throws StoreException if the machine failed
   */
  void recall() throws StoreException {
    List<Store.Entry> entries = store.range(Store.Range.under(ALL, most));
    Map<InetAddress, Noted> before = new LinkedHashMap<>();
    Instant oldest = world.now().minus(FORGOTTEN);
    Batch over = new Batch();
    for (Store.Entry entry : entries) {
      WaitingHostRecord record = read(entry.value().bytes());
      Instant at = Instant.ofEpochMilli(record.getNotedMillis());
      if (at.isBefore(oldest)) {
        over.delete(entry.key());
      } else {
        before.put(InetAddress.ofLiteral(record.getAddress()), new Noted(domains(record), at));
      }
    }
    if (!over.ops().isEmpty()) {
      store.commit(over);
    }
    lock.lock();
    try {
      before.forEach(hosts::putIfAbsent);
    } finally {
      lock.unlock();
    }
  }

  private static WaitingHostRecord read(byte[] octets) throws StoreException {
    try {
      return WaitingHostRecord.parseFrom(octets);
    } catch (InvalidProtocolBufferException e) {
      throw new StoreException("not a host that mail waits for", e);
    }
  }

  private static Set<Domain> domains(WaitingHostRecord record) {
    Set<Domain> domains = new LinkedHashSet<>();
    record.getDomainsList().forEach(text -> Domain.parse(text).ifPresent(domains::add));
    return domains;
  }

  /** A machine did not answer, and mail for these domains waits for it. */
  void failed(InetAddress machine, Set<Domain> domains) {
    Set<Domain> all = new LinkedHashSet<>();
    domains.stream().filter(behindUs).forEach(all::add);
    if (all.isEmpty()) {
      return;
    }
    Instant now = world.now();
    Batch batch = new Batch();
    lock.lock();
    try {
      Optional<Noted> before = Optional.ofNullable(hosts.get(machine));
      if (before.isPresent()
          && (before.get().domains().containsAll(all)
              || before.get().domains().size() >= DOMAINS_MAX)
          && now.isBefore(before.get().at().plus(NOTED_AGAIN))) {
        return;
      }
      before.ifPresent(noted -> all.addAll(noted.domains()));
      hosts.remove(machine);
      hosts.put(machine, new Noted(all, now));
      if (hosts.size() > most) {
        InetAddress eldest = hosts.keySet().iterator().next();
        hosts.remove(eldest);
        batch.delete(key(eldest));
      }
    } finally {
      lock.unlock();
    }
    commit(batch.put(key(machine), write(machine, all, now)));
  }

  private static byte[] write(InetAddress machine, Set<Domain> domains, Instant now) {
    return WaitingHostRecord.newBuilder()
        .setAddress(machine.getHostAddress())
        .addAllDomains(domains.stream().limit(DOMAINS_MAX).map(Domain::name).toList())
        .setNotedMillis(now.toEpochMilli())
        .build()
        .toByteArray();
  }

  private static Key key(InetAddress machine) {
    return ALL.then(machine.getHostAddress());
  }

  /** Whether mail waits for a machine. */
  boolean isAwaited(InetAddress machine) {
    lock.lock();
    try {
      return hosts.containsKey(machine);
    } finally {
      lock.unlock();
    }
  }

  /** A machine answers again; the domains whose mail waited for it. */
  Set<Domain> back(InetAddress machine) {
    Optional<Noted> noted;
    lock.lock();
    try {
      noted = Optional.ofNullable(hosts.remove(machine));
    } finally {
      lock.unlock();
    }
    if (noted.isPresent()) {
      commit(new Batch().delete(key(machine)));
    }
    return noted.map(Noted::domains).orElse(Set.of());
  }

  private void commit(Batch batch) {
    try {
      store.commit(batch);
    } catch (StoreException e) {
      LOG.warn("event=waiting-host-not-kept reason=\"{}\"", e.getMessage());
    }
  }
}
