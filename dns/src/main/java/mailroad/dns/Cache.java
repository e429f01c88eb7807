package mailroad.dns;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import mailroad.kernel.World;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

/**
 * What a resolver remembers: answers, denials (RFC 2308), failures (RFC 9520) and delegations, each until
 * its time to live is over, and no more than fit. For when nobody can be asked, answers and denials are kept
 * some time longer (RFC 8767).
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

  /** Something remembered. It may be used after its time, where nothing newer is to be had, until it is stale. */
  private static final class Entry {
    final Content content;
    final Optional<Instant> secureUntil;
    final Duration kept;
    final Instant stale;
    final long octets;
    Instant expires;
    int hits;
    @Nullable Known told;

    Entry(Content content, Optional<Instant> secureUntil, Duration kept, Times times, long octets) {
      this.content = content;
      this.secureUntil = secureUntil;
      this.kept = kept;
      this.octets = octets;
      expires = times.expires();
      stale = times.stale();
    }
  }

  private record Times(Instant expires, Instant stale) {}

  /**
   * What is known of a question; within a second the same one is given again.
   *
   * @param outcome in words
   * @param records those to show with it
   * @param due whether it is asked for so often, and so near its end, that it should be renewed
   * @param answer what was made of it already, by whoever asked first
   */
  record Known(
      Question question,
      Finding finding,
      String outcome,
      long secondsLeft,
      List<Record> records,
      boolean due,
      AtomicReference<Optional<Answer>> answer) {
    private Known nowDue() {
      return new Known(question, finding, outcome, secondsLeft, records, true, answer);
    }
  }

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
    Instant now = world.now();
    lock.lock();
    try {
      for (Key key : keys(question)) {
        Optional<Entry> entry = live(key, now);
        if (entry.isPresent()) {
          Known known = again(question, entry.get(), secondsLeft(entry.get(), now));
          return Optional.of(isDue(entry.get(), now) ? known.nowDue() : known);
        }
      }
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /**
   * What was known not long ago, for when nobody can be asked (RFC 8767). It is as good as new for a short
   * time from now. What DNSSEC proved is not given when the proof has ended.
   */
  Optional<Known> lookBack(Question question) {
    Instant now = world.now();
    lock.lock();
    try {
      return keys(question).stream()
          .filter(key -> key.kind() != Kind.FAILURE)
          .flatMap(key -> Optional.ofNullable(entries.get(key)).stream())
          .filter(entry -> entry.stale.isAfter(now))
          .findFirst()
          .map(entry -> {
            entry.expires = TrustChain.earlier(now.plus(config.staleTtl()), entry.stale);
            return known(question, entry, secondsLeft(entry, now));
          });
    } finally {
      lock.unlock();
    }
  }

  private static List<Key> keys(Question question) {
    return List.of(
        new Key(Kind.RECORDS, question.name(), question.type()),
        new Key(Kind.RECORDS, question.name(), Type.CNAME),
        new Key(Kind.NO_DOMAIN, question.name(), 0),
        new Key(Kind.NO_DATA, question.name(), question.type()),
        new Key(Kind.FAILURE, question.name(), question.type()));
  }

  /** Asked for often, and in the last tenth of its time; says so once for as many hits. */
  private boolean isDue(Entry entry, Instant now) {
    entry.hits++;
    Duration left = Duration.between(now, entry.expires);
    boolean due =
        config.prefetchesMax() > 0
            && entry.hits >= config.prefetchHitsMin()
            && !(entry.content instanceof Failure)
            && left.multipliedBy(10).compareTo(entry.kept) < 0;
    if (due) {
      entry.hits = 0;
    }
    return due;
  }

  /** What was given last, if that was of the same question and in the same second. */
  private static Known again(Question question, Entry entry, long secondsLeft) {
    Known known = entry.told;
    if (known == null || known.secondsLeft() != secondsLeft || !known.question().equals(question)) {
      known = known(question, entry, secondsLeft);
      entry.told = known;
    }
    return known;
  }

  private static Known known(Question question, Entry entry, long secondsLeft) {
    Told told =
        switch (entry.content) {
          case Held(var records) -> told(question, Records.withTtl(records, secondsLeft));
          case NoData(var soa) ->
              told(question, new Finding.NoData(aged(soa, secondsLeft)), "no such record");
          case NoDomain(var soa) ->
              told(question, new Finding.NoDomain(aged(soa, secondsLeft)), "no such name");
          case Failure(var reason) ->
              told(question, new Finding.Failed(reason), "failed a moment ago");
          case Cut _ -> throw new IllegalStateException("a delegation is no answer");
        };
    Finding finding =
        entry.secureUntil.isPresent()
            ? told.finding().provenUntil(entry.secureUntil.get())
            : told.finding();
    return new Known(
        question,
        finding,
        told.outcome(),
        secondsLeft,
        told.records(),
        false,
        new AtomicReference<>(Optional.empty()));
  }

  private record Told(Finding finding, String outcome, List<Record> records) {}

  private static Told told(Question question, Finding.What what, String outcome) {
    return new Told(new Finding(List.of(), question.name(), what), outcome, List.of());
  }

  private static Told told(Question question, List<Record> records) {
    if (records.getFirst() instanceof CNAMERecord cname && question.type() != Type.CNAME) {
      Finding onward = new Finding(List.of(cname), cname.getTarget(), new Finding.Onward());
      return new Told(onward, "an alias", records);
    }
    Finding found = new Finding(List.of(), question.name(), new Finding.Found(records));
    return new Told(found, "answered", records);
  }

  private static Optional<SOARecord> aged(SOARecord soa, long secondsLeft) {
    return Optional.of((SOARecord) Records.withTtl(soa, secondsLeft));
  }

  /** Remembers what was found of a question: each alias, and what is at their end. */
  void keep(Question question, Finding finding) {
    Optional<Instant> secure = finding.secureUntil();
    for (CNAMERecord alias : finding.aliases()) {
      keepRecords(alias.getName(), Type.CNAME, List.of(alias), secure);
    }
    switch (finding.what()) {
      case Finding.Found(var records) ->
          keepRecords(finding.end(), question.type(), records, secure);
      case Finding.NoData(var soa) -> {
        Key key = new Key(Kind.NO_DATA, finding.end(), question.type());
        soa.ifPresent(it -> keepDenial(key, it, new NoData(it), secure));
      }
      case Finding.NoDomain(var soa) -> {
        Key key = new Key(Kind.NO_DOMAIN, finding.end(), 0);
        soa.ifPresent(it -> keepDenial(key, it, new NoDomain(it), secure));
      }
      case Finding.Onward _, Finding.Failed _ -> {}
    }
  }

  private void keepRecords(
      Name name, int type, List<Record> records, Optional<Instant> secureUntil) {
    long ttl = records.stream().mapToLong(Record::getTTL).min().orElse(0);
    put(
        new Key(Kind.RECORDS, name, type),
        new Held(records),
        secureUntil,
        clamp(ttl, config.ttlMin(), config.ttlMax()),
        octets(records));
    forget(new Key(Kind.NO_DOMAIN, name, 0));
    forget(new Key(Kind.NO_DATA, name, type));
  }

  /** RFC 2308 section 5: the lesser of the SOA's two times counts; a denial without SOA is not kept. */
  private void keepDenial(Key key, SOARecord soa, Content content, Optional<Instant> secureUntil) {
    long ttl = Math.min(soa.getTTL(), soa.getMinimum());
    put(
        key,
        content,
        secureUntil,
        clamp(ttl, Duration.ZERO, config.negativeTtlMax()),
        RECORD_OCTETS);
  }

  void keepFailure(Question question, String reason) {
    put(
        new Key(Kind.FAILURE, question.name(), question.type()),
        new Failure(reason),
        Optional.empty(),
        config.failureTtl(),
        reason.length());
  }

  /** Remembers who serves a zone. */
  void keep(Delegation delegation, long ttlSeconds) {
    put(
        new Key(Kind.DELEGATION, delegation.zone(), 0),
        new Cut(delegation.remembered()),
        Optional.empty(),
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
        if (entry.isPresent() && entry.get().content instanceof Cut(var delegation)) {
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

  private void put(
      Key key, Content content, Optional<Instant> secureUntil, Duration kept, long contentOctets) {
    if (!kept.isPositive()) {
      return;
    }
    Instant told = world.now().plus(kept);
    Instant expires = secureUntil.map(end -> TrustChain.earlier(end, told)).orElse(told);
    boolean lasts =
        content instanceof Held || content instanceof NoData || content instanceof NoDomain;
    Instant stale = lasts ? expires.plus(config.staleMax()) : expires;
    Times times =
        new Times(expires, secureUntil.map(end -> TrustChain.earlier(end, stale)).orElse(stale));
    Entry entry = new Entry(content, secureUntil, kept, times, ENTRY_OCTETS + contentOctets);
    lock.lock();
    try {
      remove(key);
      entries.put(key, entry);
      octets += entry.octets;
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
    if (entry == null || entry.expires.isAfter(now)) {
      return Optional.ofNullable(entry);
    }
    if (!entry.stale.isAfter(now)) {
      remove(key);
    }
    return Optional.empty();
  }

  private void remove(Key key) {
    Entry gone = entries.remove(key);
    if (gone != null) {
      octets -= gone.octets;
    }
  }

  /** Whole seconds, begun ones not counted: nobody downstream may keep it longer than we. */
  private static long secondsLeft(Entry entry, Instant now) {
    return Duration.between(now, entry.expires).toSeconds();
  }

  private static Duration clamp(long ttlSeconds, Duration min, Duration max) {
    Duration ttl = Duration.ofSeconds(ttlSeconds);
    return ttl.compareTo(min) < 0 ? min : ttl.compareTo(max) > 0 ? max : ttl;
  }

  private static long octets(List<Record> records) {
    return records.stream().mapToLong(r -> RECORD_OCTETS + r.rdataToWireCanonical().length).sum();
  }
}
