package mailroad.guard.report;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailroad.kernel.World;
import mailroad.mta.report.DomainDay;
import mailroad.store.Batch;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;

/**
 * What all nodes counted, in the store. Each node changes keys of its own alone. With the first count of a domain on a day
 * its report is planned.
 */
final class Shelf {
  /** The queue of reports that are to be made, sent, or tried again. */
  static final String DUE = "dmarc-reports";

  /** What stands in that queue. */
  static final Key OUT = Key.of("dmarc", "report", "out");

  private static final Key COUNT = Key.of("dmarc", "report", "count");
  private static final Key COUNTS = Key.of("dmarc", "report", "counts");

  /** The nodes' last counts of a day come in the first minutes of the next one. */
  private static final Duration LAST_COUNTS = Duration.ofMinutes(5);

  private static final int NODES_MAX = 200;
  private static final int TRIES_MAX = 3;
  private static final int PAGE = 1_000;

  private final World world;
  private final Store store;
  private final DmarcReportConfig config;
  private final String node;

  Shelf(World world, Store store, DmarcReportConfig config, String node) {
    this.world = world;
    this.store = store;
    this.config = config;
    this.node = node;
  }

  /** Puts what was counted into the store; what the store did not take is counted later. */
  void put(Counts counts) throws StoreException {
    Map<DomainDay, Tally> taken = counts.take();
    try {
      for (var entries = taken.entrySet().iterator(); entries.hasNext(); ) {
        Map.Entry<DomainDay, Tally> entry = entries.next();
        add(entry.getKey(), entry.getValue());
        entries.remove();
      }
    } finally {
      taken.forEach(counts::giveBack);
    }
  }

  private void add(DomainDay key, Tally more) throws StoreException {
    for (int i = 0; i < TRIES_MAX; i++) {
      Key own = key.under(COUNT).then(node);
      Optional<Store.Value> before = store.get(own);
      if (before.isEmpty() && domainsOf(key.day()) >= config.domainsMax()) {
        return;
      }
      Batch batch = new Batch().assertVersion(own, before.map(Store.Value::version).orElse(0L));
      Tally sum = new Tally(config.rowsMax());
      if (before.isPresent()) {
        sum.add(Tally.read(before.get().bytes(), config.rowsMax()));
      } else {
        batch.add(COUNTS.then(key.day().toEpochDay()), 1);
        batch.schedule(DUE, key.under(OUT), due(key));
      }
      sum.add(more);
      batch.put(own, sum.octets());
      if (store.commit(batch) instanceof Store.Commit.Done) {
        return;
      }
    }
    throw new StoreException("the counts of %s change too fast".formatted(key));
  }

  private long domainsOf(LocalDate day) throws StoreException {
    return store.get(COUNTS.then(day.toEpochDay())).map(Store.Value::asLong).orElse(0L);
  }

  /** Not all at midnight: those who are told are to be told one after the other. */
  private Instant due(DomainDay key) {
    Instant from = key.after().isAfter(world.now()) ? key.after() : world.now();
    return from.plus(LAST_COUNTS)
        .plusMillis(world.random().nextLong(config.delayMax().toMillis() + 1));
  }

  /** What all nodes counted of one domain on one day. */
  record Counted(Tally tally, List<Store.Entry> entries) {
    /** Takes it from the store with a batch; refused if more was counted meanwhile. */
    void take(Batch batch) {
      for (Store.Entry entry : entries) {
        batch.assertVersion(entry.key(), entry.value().version()).delete(entry.key());
      }
    }
  }

  Counted counted(DomainDay key) throws StoreException {
    List<Store.Entry> entries = store.range(Store.Range.under(key.under(COUNT), NODES_MAX));
    Tally sum = new Tally(config.rowsMax() * 4);
    for (Store.Entry entry : entries) {
      sum.add(Tally.read(entry.value().bytes(), config.rowsMax()));
    }
    return new Counted(sum, entries);
  }

  /** A domain, a day, and what became of messages so far. */
  record Line(DomainDay about, Tally tally) {}

  /** What is counted and not reported yet, days in order, up to a bound. */
  List<Line> lines(int limit) throws StoreException {
    List<Line> lines = new ArrayList<>();
    for (Store.Entry entry : store.range(Store.Range.under(COUNT, limit))) {
      DomainDay about = DomainDay.of(entry.key(), COUNT);
      Tally tally = Tally.read(entry.value().bytes(), config.rowsMax());
      if (!lines.isEmpty() && lines.getLast().about().equals(about)) {
        lines.getLast().tally().add(tally);
      } else {
        lines.add(new Line(about, tally));
      }
    }
    return lines;
  }

  /** Forgets how many domains were counted on days that are long over, and which reports were made of them. */
  int sweep(LocalDate before) throws StoreException {
    Batch batch = new Batch();
    int swept = 0;
    for (Key prefix : List.of(COUNTS, OUT)) {
      Optional<Key> end = Optional.of(prefix.then(before.toEpochDay()));
      for (Store.Entry entry : store.range(new Store.Range(prefix, end, PAGE, false))) {
        batch.delete(entry.key());
        if (prefix.equals(OUT)) {
          batch.unschedule(DUE, entry.key());
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
