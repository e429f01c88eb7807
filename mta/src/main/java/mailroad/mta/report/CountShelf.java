package mailroad.mta.report;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailroad.kernel.World;
import mailroad.store.Batch;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all nodes counted, in the store. Each node changes keys of its own alone; whoever makes a report takes those of
 * all. With the first count of a domain on a day its report is planned.
 */
public final class CountShelf<T extends Tallied<T>> {
  private static final Logger LOG = LoggerFactory.getLogger(CountShelf.class);

  /** The nodes' last counts of a day come in the first minutes of the next one. */
  private static final Duration LAST_COUNTS = Duration.ofMinutes(5);

  private static final int NODES_MAX = 200;
  private static final int TRIES_MAX = 3;
  private static final int PAGE = 1_000;

  private final World world;
  private final Store store;
  private final ReportKind<T> kind;
  private final String node;
  private final Key count;
  private final Key counts;

  /**
   * A shelf in a store.
   *
   * @param node this one's name among the nodes of the store
   */
  public CountShelf(World world, Store store, ReportKind<T> kind, String node) {
    this.world = world;
    this.store = store;
    this.kind = kind;
    this.node = node;
    this.count = Key.of(kind.word(), "report", "count");
    this.counts = Key.of(kind.word(), "report", "counts");
  }

  /**
   * Puts what this node counted here; what the store did not take goes back to be counted later.
   *
   * @throws StoreException if the machine failed
   */
  public void put(DayCounts<T> counted) throws StoreException {
    Map<DomainDay, T> taken = counted.take();
    int dropped = 0;
    try {
      for (var entries = taken.entrySet().iterator(); entries.hasNext(); ) {
        Map.Entry<DomainDay, T> entry = entries.next();
        dropped += add(entry.getKey(), entry.getValue()) ? 0 : 1;
        entries.remove();
      }
    } finally {
      taken.forEach(counted::giveBack);
    }
    if (dropped > 0) {
      LOG.warn(
          "event={}-counts-dropped domains={} most={}",
          kind.word(),
          dropped,
          kind.terms().domainsMax());
    }
  }

  /** Adds to what this node counted; whether there was room. */
  private boolean add(DomainDay key, T more) throws StoreException {
    for (int i = 0; i < TRIES_MAX; i++) {
      Key own = key.under(count).then(node);
      Optional<Store.Value> before = store.get(own);
      if (before.isEmpty() && domainsOf(key.day()) >= kind.terms().domainsMax()) {
        return false;
      }
      Batch batch = new Batch().assertVersion(own, before.map(Store.Value::version).orElse(0L));
      T sum = kind.tally();
      if (before.isPresent()) {
        sum.add(kind.read(before.get().bytes()));
      } else {
        batch.add(counts.then(key.day().toEpochDay()), 1);
        batch.schedule(kind.queue(), key.under(kind.out()), due(key));
      }
      sum.add(more);
      batch.put(own, sum.octets());
      if (store.commit(batch) instanceof Store.Commit.Done) {
        return true;
      }
    }
    throw new StoreException("the counts of %s change too fast".formatted(key));
  }

  private long domainsOf(LocalDate day) throws StoreException {
    return store.get(counts.then(day.toEpochDay())).map(Store.Value::asLong).orElse(0L);
  }

  /** RFC 8460 section 4.1: not all at midnight; those who are told are to be told one after the other. */
  private Instant due(DomainDay key) {
    Instant from = key.after().isAfter(world.now()) ? key.after() : world.now();
    return from.plus(LAST_COUNTS)
        .plusMillis(world.random().nextLong(kind.terms().delayMax().toMillis() + 1));
  }

  /** What all nodes counted of one domain on one day. */
  public record Counted<T>(T tally, List<Store.Entry> entries) {
    /** Whether there is nothing. */
    public boolean isEmpty() {
      return entries.isEmpty();
    }

    /** Takes it from the store with a batch; refused if more was counted meanwhile. */
    public void take(Batch batch) {
      for (Store.Entry entry : entries) {
        batch.assertVersion(entry.key(), entry.value().version()).delete(entry.key());
      }
    }
  }

  /**
   * What stands here of one domain on one day.
   *
   * @throws StoreException if the machine failed
   */
  public Counted<T> counted(DomainDay key) throws StoreException {
    List<Store.Entry> entries = store.range(Store.Range.under(key.under(count), NODES_MAX));
    T sum = kind.sum();
    for (Store.Entry entry : entries) {
      sum.add(kind.read(entry.value().bytes()));
    }
    return new Counted<>(sum, entries);
  }

  /** A domain, a day, and what was counted so far. */
  public record Line<T>(DomainDay about, T tally) {}

  /**
   * What is counted and not reported yet, days in order, up to a bound.
   *
   * @throws StoreException if the machine failed
   */
  public List<Line<T>> lines(int limit) throws StoreException {
    List<Line<T>> lines = new ArrayList<>();
    for (Store.Entry entry : store.range(Store.Range.under(count, limit))) {
      DomainDay about = DomainDay.of(entry.key(), count);
      T tally = kind.read(entry.value().bytes());
      if (!lines.isEmpty() && lines.getLast().about().equals(about)) {
        lines.getLast().tally().add(tally);
      } else {
        lines.add(new Line<>(about, tally));
      }
    }
    return lines;
  }

  /**
   * Forgets how many domains were counted on days that are long over, and which reports were made of them.
   *
   * @return how much it was
   * @throws StoreException if the machine failed
   */
  public int sweep(LocalDate before) throws StoreException {
    Batch batch = new Batch();
    int swept = 0;
    for (Key prefix : List.of(counts, kind.out())) {
      Optional<Key> end = Optional.of(prefix.then(before.toEpochDay()));
      for (Store.Entry entry : store.range(new Store.Range(prefix, end, PAGE, false))) {
        batch.delete(entry.key());
        if (prefix.equals(kind.out())) {
          batch.unschedule(kind.queue(), entry.key());
        }
        swept++;
      }
    }
    if (swept > 0) {
      store.commit(batch);
    }
    return swept;
  }
}
