package mailroad.dns;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import mailroad.kernel.World;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

/**
 * What a resolver remembers: answers, denials (RFC 2308), failures (RFC 9520) and delegations, each until
 * its time to live is over, and no more than fit.
 *
 * <p>RFC 2181 section 5.4.1 ranks data by how far it can be trusted. Here the ranks are kept apart rather
 * than compared: an answer comes from an authoritative answer section only, while name servers and glue
 * of a referral are kept with the delegation they came with, serve to ask that zone's servers, and are
 * never an answer nor the address of a server of another zone.
 *
 * <p>A denial is about its own name only, though RFC 8020 would let it stand for all names below: too many
 * servers deny {@code _domainkey.example.org} and then have a key below it.
 *
 * <p>Any task may use it; none blocks another for long.
 */
public final class Cache {
  /** Memory of an entry apart from its records. */
  private static final int ENTRY_OCTETS = 200;

  private static final int RECORD_OCTETS = 150;

  private enum Kind {
    RECORDS,
    NO_DATA,
    NO_DOMAIN,
    FAILURE,
    DELEGATION
  }

  private record Key(Kind kind, Name name, int type) {}

  private sealed interface Content {}

  private record Held(List<Record> records) implements Content {}

  private record NoData(SOARecord soa) implements Content {}

  private record NoDomain(SOARecord soa) implements Content {}

  private record Failure(String reason) implements Content {}

  private record Cut(Delegation delegation) implements Content {}

  private record Entry(Content content, Instant expires, long octets) {}

  /**
   * What is known of a question.
   *
   * @param outcome in words
   * @param records those to show with it
   */
  record Known(Finding finding, String outcome, long secondsLeft, List<Record> records) {}

  private final World world;
  private final CacheConfig config;
  private final ReentrantLock lock = new ReentrantLock();
  private final LinkedHashMap<Key, Entry> entries = new LinkedHashMap<>(64, 0.75f, true);
  private long octets;

  /** An empty cache. */
  public Cache(World world, CacheConfig config) {
    this.world = world;
    this.config = config;
  }

  /** Forgets everything. */
  public void flush() {
    lock.lock();
    try {
      entries.clear();
      octets = 0;
    } finally {
      lock.unlock();
    }
  }

  /** Record sets, denials, failures and delegations remembered, those out of date included. */
  public int size() {
    lock.lock();
    try {
      return entries.size();
    } finally {
      lock.unlock();
    }
  }

  /** What is known at this name, an alias included. */
  Optional<Known> look(Question question) {
    List<Key> keys =
        List.of(
            new Key(Kind.RECORDS, question.name(), question.type()),
            new Key(Kind.RECORDS, question.name(), Type.CNAME),
            new Key(Kind.NO_DOMAIN, question.name(), 0),
            new Key(Kind.NO_DATA, question.name(), question.type()),
            new Key(Kind.FAILURE, question.name(), question.type()));
    Instant now = world.now();
    lock.lock();
    try {
      return keys.stream()
          .flatMap(key -> live(key, now).stream())
          .findFirst()
          .map(entry -> known(question, entry.content(), secondsLeft(entry, now)));
    } finally {
      lock.unlock();
    }
  }

  private static Known known(Question question, Content content, long secondsLeft) {
    return switch (content) {
      case Held(var records) -> known(question, Records.withTtl(records, secondsLeft), secondsLeft);
      case NoData(var soa) ->
          known(
              question, new Finding.NoData(aged(soa, secondsLeft)), "no such record", secondsLeft);
      case NoDomain(var soa) ->
          known(
              question, new Finding.NoDomain(aged(soa, secondsLeft)), "no such name", secondsLeft);
      case Failure(var reason) ->
          known(question, new Finding.Failed(reason), "failed a moment ago", secondsLeft);
      case Cut _ -> throw new IllegalStateException("a delegation is no answer");
    };
  }

  private static Known known(
      Question question, Finding.What what, String outcome, long secondsLeft) {
    Finding finding = new Finding(List.of(), question.name(), what);
    return new Known(finding, outcome, secondsLeft, List.of());
  }

  private static Known known(Question question, List<Record> records, long secondsLeft) {
    if (records.getFirst() instanceof CNAMERecord cname && question.type() != Type.CNAME) {
      Finding onward = new Finding(List.of(cname), cname.getTarget(), new Finding.Onward());
      return new Known(onward, "an alias", secondsLeft, records);
    }
    Finding found = new Finding(List.of(), question.name(), new Finding.Found(records));
    return new Known(found, "answered", secondsLeft, records);
  }

  private static Optional<SOARecord> aged(SOARecord soa, long secondsLeft) {
    return Optional.of((SOARecord) Records.withTtl(soa, secondsLeft));
  }

  /** Remembers what was found of a question: each alias, and what is at their end. */
  void keep(Question question, Finding finding) {
    for (CNAMERecord alias : finding.aliases()) {
      keepRecords(alias.getName(), Type.CNAME, List.of(alias));
    }
    switch (finding.what()) {
      case Finding.Found(var records) -> keepRecords(finding.end(), question.type(), records);
      case Finding.NoData(var soa) ->
          soa.ifPresent(it ->
              keepDenial(
                  new Key(Kind.NO_DATA, finding.end(), question.type()), it, new NoData(it)));
      case Finding.NoDomain(var soa) ->
          soa.ifPresent(
              it -> keepDenial(new Key(Kind.NO_DOMAIN, finding.end(), 0), it, new NoDomain(it)));
      case Finding.Onward _, Finding.Failed _ -> {}
    }
  }

  private void keepRecords(Name name, int type, List<Record> records) {
    long ttl = records.stream().mapToLong(Record::getTTL).min().orElse(0);
    put(
        new Key(Kind.RECORDS, name, type),
        new Held(records),
        clamp(ttl, config.ttlMin(), config.ttlMax()),
        octets(records));
    forget(new Key(Kind.NO_DOMAIN, name, 0));
    forget(new Key(Kind.NO_DATA, name, type));
  }

  /** RFC 2308 section 5: the lesser of the SOA's two times counts; a denial without SOA is not kept. */
  private void keepDenial(Key key, SOARecord soa, Content content) {
    long ttl = Math.min(soa.getTTL(), soa.getMinimum());
    put(key, content, clamp(ttl, Duration.ZERO, config.negativeTtlMax()), RECORD_OCTETS);
  }

  void keepFailure(Question question, String reason) {
    put(
        new Key(Kind.FAILURE, question.name(), question.type()),
        new Failure(reason),
        config.failureTtl(),
        reason.length());
  }

  /** Remembers who serves a zone. */
  void keep(Delegation delegation, long ttlSeconds) {
    put(
        new Key(Kind.DELEGATION, delegation.zone(), 0),
        new Cut(delegation.remembered()),
        clamp(ttlSeconds, config.ttlMin(), config.ttlMax()),
        (long) RECORD_OCTETS * delegation.size());
  }

  /** The deepest zone above or at the name whose servers are known. */
  Optional<Delegation> delegationAbove(Name name) {
    Instant now = world.now();
    lock.lock();
    try {
      for (Name above : Records.upwards(name)) {
        Optional<Entry> entry = live(new Key(Kind.DELEGATION, above, 0), now);
        if (entry.isPresent() && entry.get().content() instanceof Cut(var delegation)) {
          return Optional.of(delegation);
        }
      }
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** Forgets who serves a zone. */
  void forget(Delegation delegation) {
    forget(new Key(Kind.DELEGATION, delegation.zone(), 0));
  }

  private void put(Key key, Content content, Duration kept, long contentOctets) {
    if (!kept.isPositive()) {
      return;
    }
    Entry entry = new Entry(content, world.now().plus(kept), ENTRY_OCTETS + contentOctets);
    lock.lock();
    try {
      remove(key);
      entries.put(key, entry);
      octets += entry.octets();
      while (entries.size() > config.entriesMax() || octets > config.octetsMax()) {
        Map.Entry<Key, Entry> eldest = entries.firstEntry();
        remove(eldest.getKey());
      }
    } finally {
      lock.unlock();
    }
  }

  private void forget(Key key) {
    lock.lock();
    try {
      remove(key);
    } finally {
      lock.unlock();
    }
  }

  private Optional<Entry> live(Key key, Instant now) {
    Entry entry = entries.get(key);
    if (entry != null && !entry.expires().isAfter(now)) {
      remove(key);
      return Optional.empty();
    }
    return Optional.ofNullable(entry);
  }

  private void remove(Key key) {
    Entry gone = entries.remove(key);
    if (gone != null) {
      octets -= gone.octets();
    }
  }

  /** Whole seconds, begun ones not counted: nobody downstream may keep it longer than we. */
  private static long secondsLeft(Entry entry, Instant now) {
    return Duration.between(now, entry.expires()).toSeconds();
  }

  private static Duration clamp(long ttlSeconds, Duration min, Duration max) {
    Duration ttl = Duration.ofSeconds(ttlSeconds);
    return ttl.compareTo(min) < 0 ? min : ttl.compareTo(max) > 0 ? max : ttl;
  }

  private static long octets(List<Record> records) {
    return records.stream().mapToLong(r -> RECORD_OCTETS + r.rdataToWireCanonical().length).sum();
  }
}
