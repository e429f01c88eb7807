package mailroad.dns;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import mailroad.kernel.Bell;
import mailroad.kernel.Text;
import mailroad.kernel.World;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;

/**
 * What both resolvers have in common: takes the question, looks into the cache, has somebody search for
 * what is not there, follows aliases, and puts the answer into words. Identical questions that are asked
 * at the same time are searched for once.
 */
final class Desk {
  private static final Logger LOG = LoggerFactory.getLogger(Desk.class);

  /** Where answers come from when the cache has none. */
  interface Source {
    /** Finds out about one name; need not follow aliases further than its servers did. */
    Finding search(Question question, Work work) throws InterruptedException;
  }

  /** A search under way that others may join. */
  private static final class Flight {
    final Bell bell;
    @Nullable Answer answer;
    boolean over;

    Flight(Bell bell) {
      this.bell = bell;
    }
  }

  private final World world;
  private final ResolverConfig config;
  private final WalkListener listener;
  private final Cache cache;
  private final Tasks renewals;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Question, Flight> flights = new LinkedHashMap<>();

  Desk(World world, ResolverConfig config, WalkListener listener) {
    this.world = world;
    this.config = config;
    this.listener = listener;
    cache = new Cache(world, config.cache());
    renewals = new Tasks(world, config.cache().prefetchesMax());
  }

  Cache cache() {
    return cache;
  }

  Answer resolve(String name, RecordType type, Source source) throws InterruptedException {
    return resolve(name, type, question -> joined(question, source));
  }

  /** The same, alone: waits for nobody's search, and tells somebody else the steps. */
  Answer resolve(String name, RecordType type, Source source, WalkListener teller)
      throws InterruptedException {
    return resolve(name, type, question -> fresh(question, source, teller));
  }

  /** What can be said without asking anybody; empty if there is nothing. */
  Optional<Answer> known(String name, RecordType type, Source source) {
    Optional<Name> asked = Records.name(name);
    return asked.isEmpty()
        ? Optional.of(nameless(name))
        : remembered(new Question(asked.get().canonicalize(), type.code()), source);
  }

  private interface Answering {
    Answer to(Question question) throws InterruptedException;
  }

  private Answer resolve(String name, RecordType type, Answering answering)
      throws InterruptedException {
    Optional<Name> asked = Records.name(name);
    return asked.isEmpty()
        ? nameless(name)
        : answering.to(new Question(asked.get().canonicalize(), type.code()));
  }

  private Answer nameless(String name) {
    Walk walk = new Walk(world, listener);
    walk.conclude("not a DNS name: " + name);
    return new Answer.Failed("not a DNS name", walk.why());
  }

  /**
   * What the cache alone can answer. Whoever asks the same within a second is told the same, in the same words. Where
   * somebody hears each step, nothing is said that way.
   */
  private Optional<Answer> remembered(Question question, Source source) {
    Optional<Cache.Known> first =
        listener == WalkListener.NONE ? cached(question, source) : Optional.empty();
    if (first.isEmpty()) {
      return Optional.empty();
    }
    Cache.Known known = first.get();
    Optional<Answer> before = known.answer().get();
    if (before.isPresent()) {
      return before;
    }
    Walk walk = new Walk(world, listener);
    Optional<Answer> answer =
        along(
                question,
                at ->
                    (at.equals(question) ? first : cached(at, source))
                        .map(it -> shown(at, it, walk)))
            .map(finding -> told(question, finding, walk, 0, Duration.ZERO));
    if (!(known.finding().what() instanceof Finding.Onward)) {
      known.answer().set(answer);
    }
    return answer;
  }

  private Answer joined(Question question, Source source) throws InterruptedException {
    Optional<Answer> remembered = remembered(question, source);
    if (remembered.isPresent()) {
      return remembered.get();
    }
    while (true) {
      Flight flight = new Flight(world.bell());
      Flight other = board(question, flight);
      if (other == null) {
        return fly(question, source, flight);
      }
      Optional<Answer> answer = await(other);
      if (answer.isPresent()) {
        return answer.get();
      }
      // Who was searching has been cancelled: somebody else must.
    }
  }

  private @Nullable Flight board(Question question, Flight flight) {
    lock.lock();
    try {
      return flights.putIfAbsent(question, flight);
    } finally {
      lock.unlock();
    }
  }

  private Answer fly(Question question, Source source, Flight flight) throws InterruptedException {
    @Nullable Answer answer = null;
    try {
      answer = fresh(question, source, listener);
      return answer;
    } finally {
      lock.lock();
      try {
        flights.remove(question);
        flight.answer = answer;
        flight.over = true;
      } finally {
        lock.unlock();
      }
      flight.bell.ring();
    }
  }

  private Optional<Answer> await(Flight flight) throws InterruptedException {
    while (true) {
      long seen = flight.bell.rings();
      lock.lock();
      try {
        if (flight.over) {
          return Optional.ofNullable(flight.answer);
        }
      } finally {
        lock.unlock();
      }
      flight.bell.await(seen, config.timeouts().total());
    }
  }

  private Answer fresh(Question question, Source source, WalkListener teller)
      throws InterruptedException {
    Instant since = world.now();
    Walk walk = new Walk(world, teller);
    Work work = new Work(world, config, walk);
    Finding finding = find(question, source, work);
    if (finding.what() instanceof Finding.Failed(var reason, _) && work.queries() > 0) {
      cache.keepFailure(question, reason);
    }
    return told(question, finding, walk, work.queries(), Duration.between(since, world.now()));
  }

  private static Answer told(
      Question question, Finding finding, Walk walk, int queries, Duration took) {
    String outcome = outcome(finding.what());
    walk.conclude(
        "%s: %s%s, %s"
            .formatted(
                question,
                outcome,
                finding.secureUntil().isPresent() ? ", secure" : "",
                effort(queries, took.toMillis())));
    if (LOG.isDebugEnabled()) {
      LOG.debug(
          "dns question=\"{}\" outcome=\"{}\" queries={} ms={}",
          Text.visible(question.toString()),
          Text.visible(outcome),
          queries,
          took.toMillis());
    }
    return answer(finding, walk);
  }

  /** Finds out about a name, along its aliases, in the cache where that knows. */
  Finding find(Question question, Source source, Work work) throws InterruptedException {
    return along(question, at -> Optional.of(findOne(at, source, work))).orElseThrow();
  }

  /** One step along aliases; empty if it cannot be taken. */
  private interface Step<E extends Exception> {
    Optional<Finding> at(Question question) throws E;
  }

  private <E extends Exception> Optional<Finding> along(Question question, Step<E> step) throws E {
    List<CNAMERecord> aliases = new ArrayList<>();
    Set<Name> seen = new LinkedHashSet<>(List.of(question.name()));
    Question at = question;
    Optional<Instant> secure = Optional.of(Instant.MAX);
    while (true) {
      Optional<Finding> taken = step.at(at);
      if (taken.isEmpty()) {
        return taken;
      }
      Finding finding = taken.get();
      secure = both(secure, finding.secureUntil());
      for (CNAMERecord alias : finding.aliases()) {
        aliases.add(alias);
        Optional<String> broken = broken(alias.getTarget(), aliases.size(), seen);
        if (broken.isPresent()) {
          return Optional.of(new Finding(aliases, finding.end(), new Finding.Failed(broken.get())));
        }
      }
      if (!(finding.what() instanceof Finding.Onward)) {
        return Optional.of(new Finding(aliases, finding.end(), finding.what(), secure));
      }
      at = question.at(finding.end());
    }
  }

  private static Optional<Instant> both(Optional<Instant> one, Optional<Instant> other) {
    return one.flatMap(some -> other.map(any -> TrustChain.earlier(some, any)));
  }

  private Optional<String> broken(Name target, int aliases, Set<Name> seen) {
    if (!seen.add(target)) {
      return Optional.of("the aliases loop at " + Records.show(target));
    }
    int aliasesMax = config.bounds().aliasesMax();
    return aliases > aliasesMax
        ? Optional.of("more than %d aliases".formatted(aliasesMax))
        : Optional.empty();
  }

  private Finding findOne(Question question, Source source, Work work) throws InterruptedException {
    Optional<Cache.Known> known = cached(question, source);
    if (known.isPresent()) {
      return shown(question, known.get(), work.walk());
    }
    if (!work.open(question)) {
      return Finding.failed(question, "to find %s, it would have to be known".formatted(question));
    }
    try {
      Finding finding = source.search(question, work);
      cache.keep(question, finding);
      return finding.what() instanceof Finding.Failed failed
          ? lastKnown(question, failed, work).orElse(finding)
          : finding;
    } finally {
      work.close(question);
    }
  }

  /** What the cache has; what will soon be missed there is asked for anew. */
  private Optional<Cache.Known> cached(Question question, Source source) {
    Optional<Cache.Known> known = cache.look(question);
    if (known.filter(Cache.Known::due).isPresent()) {
      renew(question, source);
    }
    return known;
  }

  private static Finding shown(Question question, Cache.Known known, Walk walk) {
    walk.remembered(question, known.outcome(), known.secondsLeft(), known.records());
    return known.finding();
  }

  /** RFC 8767: what was known is better than nothing, where it was not replaced by something wrong. */
  private Optional<Finding> lastKnown(Question question, Finding.Failed failed, Work work) {
    Optional<Cache.Known> before = failed.bogus() ? Optional.empty() : cache.lookBack(question);
    before.ifPresent(it -> {
      work.walk().note("%s; what was known before is used".formatted(failed.reason()));
      shown(question, it, work.walk());
    });
    return before.map(Cache.Known::finding);
  }

  /** Asks once more, in a task of its own, what is asked for often and will be forgotten soon. */
  private void renew(Question question, Source source) {
    boolean started =
        renewals.start(
            "dns renew " + question,
            () -> {
              Work work = new Work(world, config, new Walk(world, WalkListener.NONE));
              Finding finding = source.search(question, work);
              cache.keep(question, finding);
              LOG.debug("dns renewed question=\"{}\"", Text.visible(question.toString()));
            });
    LOG.trace("dns renew question=\"{}\" started={}", question, started);
  }

  private static Answer answer(Finding finding, Walk walk) {
    boolean secure = finding.secureUntil().isPresent();
    List<Rr> aliases = Records.rrs(List.<Record>copyOf(finding.aliases()));
    return switch (finding.what()) {
      case Finding.Found(var records) ->
          new Answer.Found(Records.rrs(records), aliases, secure, walk.why());
      case Finding.NoData(var soa) -> new Answer.NoData(aliases, rr(soa), secure, walk.why());
      case Finding.NoDomain(var soa) -> new Answer.NoDomain(aliases, rr(soa), secure, walk.why());
      case Finding.Failed(var reason, _) -> new Answer.Failed(reason, walk.why());
      case Finding.Onward() -> throw new IllegalStateException("nobody went on");
    };
  }

  /** RFC 2308 section 3: what stands for a denial lives as long as the denial. */
  private static Optional<Rr> rr(Optional<SOARecord> soa) {
    return soa.flatMap(
        it -> Records.rr(Records.withTtl(it, Math.min(it.getTTL(), it.getMinimum()))));
  }

  /** In words, as the conclusion of a walk. */
  static String outcome(Finding.What what) {
    return switch (what) {
      case Finding.Found(var records) -> Text.count(records.size(), "record");
      case Finding.NoData _ -> "no such record";
      case Finding.NoDomain _ -> "the name does not exist";
      case Finding.Failed(var reason, _) -> reason;
      case Finding.Onward _ -> "an alias";
    };
  }

  private static String effort(int queries, long millis) {
    return queries == 0
        ? "without asking anybody"
        : "%s, %d ms".formatted(Text.count(queries, "query", "queries"), millis);
  }
}
