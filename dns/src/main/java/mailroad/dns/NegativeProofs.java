package mailroad.dns;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import mailroad.kernel.World;
import org.xbill.DNS.NSEC3Record;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * Denials that DNSSEC has proven, which say more than was asked: nothing is between two names of a zone.
 * What lies there is denied without asking (RFC 8198). Bounded; the zone longest unused is forgotten first.
 */
final class NegativeProofs {
  private record Kept(Record record, Instant until) {}

  /** Of one zone: NSEC records by name, NSEC3 records by hash, of one salt. */
  private static final class Shelf {
    final TreeMap<Name, Kept> byName = new TreeMap<>();
    final TreeMap<String, Kept> byHash = new TreeMap<>();

    int size() {
      return byName.size() + byHash.size();
    }
  }

  private final World world;
  private final ResolverConfig config;
  private final ReentrantLock lock = new ReentrantLock();
  private final LinkedHashMap<Name, Shelf> shelves = new LinkedHashMap<>(64, 0.75f, true);
  private int size;

  NegativeProofs(World world, ResolverConfig config) {
    this.world = world;
    this.config = config;
  }

  /** Forgets all. */
  void flush() {
    lock.lock();
    try {
      shelves.clear();
      size = 0;
    } finally {
      lock.unlock();
    }
  }

  /** Remembers the proven records of a denial. */
  void keep(Name zone, Denial denial, Instant until) {
    if (denial.optsOut()) {
      return; // RFC 8198 section 5.2: what opts out denies nothing but signed names
    }
    Instant latest = world.now().plus(config.cache().negativeTtlMax());
    Instant kept = TrustChain.earlier(until, latest);
    lock.lock();
    try {
      Shelf shelf = shelves.computeIfAbsent(zone, _ -> new Shelf());
      size -= shelf.size();
      switch (denial) {
        case NsecDenial(_, var records) ->
            records.forEach(it -> shelf.byName.put(it.getName(), new Kept(it, kept)));
        case Nsec3Denial(_, var records, _) -> {
          records.stream().findFirst().ifPresent(it -> dropOthers(shelf, it));
          records.forEach(it -> shelf.byHash.put(hash(it), new Kept(it, kept)));
        }
      }
      size += shelf.size();
      while (size > config.cache().proofsMax()) {
        Map.Entry<Name, Shelf> eldest = shelves.pollFirstEntry();
        size -= eldest.getValue().size();
      }
    } finally {
      lock.unlock();
    }
  }

  /** A zone that has changed its salt has made all its hashes anew. */
  private static void dropOthers(Shelf shelf, NSEC3Record like) {
    shelf
        .byHash
        .values()
        .removeIf(it ->
            it.record() instanceof NSEC3Record other
                && (other.getIterations() != like.getIterations()
                    || !Arrays.equals(other.getSalt(), like.getSalt())));
  }

  /** That there is no such name or no such record, if it is proven; and until when. */
  Optional<Finding> denied(Question question, Work work) {
    if (config.dnssec().isLetOff(question.name())) {
      return Optional.empty();
    }
    for (Name zone : Records.upwards(question.name())) {
      Set<Kept> near = near(zone, question.name(), work);
      if (!near.isEmpty()) {
        return denied(question, zone, near, work);
      }
    }
    return Optional.empty();
  }

  private Optional<Finding> denied(Question question, Name zone, Set<Kept> near, Work work) {
    Denial denial = TrustChain.denial(zone, near.stream().map(Kept::record).toList(), work);
    Instant until = near.stream().map(Kept::until).min(Instant::compareTo).orElseThrow();
    Finding.What what;
    if (denial.noSuchName(question.name()) == Denial.Outcome.PROVEN) {
      what = new Finding.NoDomain(Optional.empty());
    } else if (question.type() != Type.DS
        && denial.noSuchRecords(question.name(), question.type()) == Denial.Outcome.PROVEN) {
      what = new Finding.NoData(Optional.empty());
    } else {
      return Optional.empty();
    }
    work.walk()
        .judged(
            question.name(),
            Security.SECURE,
            "%s is denied by what %s has proven before".formatted(question, Records.show(zone)));
    return Optional.of(new Finding(List.of(), question.name(), what).provenUntil(until));
  }

  /** The records that may say something about the name, and about wildcards for it. */
  private Set<Kept> near(Name zone, Name name, Work work) {
    Instant now = world.now();
    lock.lock();
    try {
      Shelf shelf = shelves.get(zone);
      if (shelf == null) {
        return Set.of();
      }
      List<Name> wanted = new ArrayList<>();
      for (Name above : Records.upwards(name)) {
        if (above.subdomain(zone)) {
          wanted.add(above);
          wanted.add(Records.wildcardBelow(above));
        }
      }
      Set<Kept> near = new LinkedHashSet<>();
      for (Name each : wanted) {
        floor(shelf, each, work).filter(it -> it.until().isAfter(now)).ifPresent(near::add);
      }
      return near;
    } finally {
      lock.unlock();
    }
  }

  private static Optional<Kept> floor(Shelf shelf, Name name, Work work) {
    if (!shelf.byName.isEmpty()) {
      return Optional.ofNullable(shelf.byName.floorEntry(name)).map(Map.Entry::getValue);
    }
    if (shelf.byHash.isEmpty()) {
      return Optional.empty();
    }
    NSEC3Record any = (NSEC3Record) shelf.byHash.firstEntry().getValue().record();
    return Nsec3Denial.hash(any, name, work)
        .map(hash -> shelf.byHash.floorEntry(HexFormat.of().formatHex(hash)))
        .or(() -> Optional.ofNullable(shelf.byHash.lastEntry()))
        .map(Map.Entry::getValue);
  }

  private static String hash(NSEC3Record record) {
    return HexFormat.of().formatHex(Nsec3Denial.owner(record));
  }
}
