package mailroad.mta.tls.report;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailroad.kernel.World;
import mailroad.mta.report.DomainDay;
import mailroad.mta.tls.TlsReportConfig;
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
final class CountShelf {
  /** The queue of reports that are to be made, sent, or tried again. */
  static final String DUE = "tls-reports";

  /** What stands in that queue. */
  static final Key OUT = Key.of("tls", "report", "out");

  private static final Logger LOG = LoggerFactory.getLogger(CountShelf.class);
  private static final Key COUNT = Key.of("tls", "report", "count");
  private static final Key COUNTS = Key.of("tls", "report", "counts");

  /** The nodes' last counts of a day come in the first minutes of the next one. */
  private static final Duration LAST_COUNTS = Duration.ofMinutes(5);

  private static final int NODES_MAX = 200;
  private static final int TRIES_MAX = 3;

  private final World world;
  private final Store store;
  private final TlsReportConfig config;
  private final String node;

  CountShelf(World world, Store store, TlsReportConfig config, String node) {
    this.world = world;
    this.store = store;
    this.config = config;
    this.node = node;
  }

  /** Puts what a node counted into the store; what the store did not take goes back to be counted later. */
  void put(SessionCounts counts) throws StoreException {
    Map<DomainDay, Tally> taken = counts.take();
    int dropped = 0;
    try {
      for (var entries = taken.entrySet().iterator(); entries.hasNext(); ) {
        Map.Entry<DomainDay, Tally> entry = entries.next();
        dropped += add(entry.getKey(), entry.getValue()) ? 0 : 1;
        entries.remove();
      }
    } finally {
      taken.forEach(counts::giveBack);
    }
    if (dropped > 0) {
      LOG.warn("event=tls-counts-dropped domains={} most={}", dropped, config.domainsMax());
    }
  }

  /** Adds to what this node counted; whether there was room. */
  private boolean add(DomainDay key, Tally more) throws StoreException {
    for (int i = 0; i < TRIES_MAX; i++) {
      Key own = key.under(COUNT).then(node);
      Optional<Store.Value> before = store.get(own);
      if (before.isEmpty() && domainsOf(key.day()) >= config.domainsMax()) {
        return false;
      }
      Batch batch = new Batch().assertVersion(own, before.map(Store.Value::version).orElse(0L));
      Tally sum = new Tally(config.detailsMax());
      if (before.isPresent()) {
        sum.add(TallyRecords.read(before.get().bytes(), config.detailsMax()));
      } else {
        batch.add(COUNTS.then(key.day().toEpochDay()), 1);
        batch.schedule(DUE, key.under(OUT), due(key));
      }
      sum.add(more);
      batch.put(own, TallyRecords.write(sum).toByteArray());
      if (store.commit(batch) instanceof Store.Commit.Done) {
        return true;
      }
    }
    throw new StoreException("the counts of %s change too fast".formatted(key));
  }

  private long domainsOf(LocalDate day) throws StoreException {
    return store.get(COUNTS.then(day.toEpochDay())).map(Store.Value::asLong).orElse(0L);
  }

  /** RFC 8460 section 4.1: not all at midnight. */
  private Instant due(DomainDay key) {
    Instant from = key.after().isAfter(world.now()) ? key.after() : world.now();
    return from.plus(LAST_COUNTS)
        .plusMillis(world.random().nextLong(config.delayMax().toMillis() + 1));
  }

  /** What all nodes counted of one domain on one day. */
  record Counted(Tally tally, List<Store.Entry> entries) {
    /** Takes it from the store with the batch that makes the report; refused if more was counted meanwhile. */
    void take(Batch batch) {
      for (Store.Entry entry : entries) {
        batch.assertVersion(entry.key(), entry.value().version()).delete(entry.key());
      }
    }
  }

  Counted counted(DomainDay key) throws StoreException {
    List<Store.Entry> entries = store.range(Store.Range.under(key.under(COUNT), NODES_MAX));
    Tally sum = new Tally(config.detailsMax());
    for (Store.Entry entry : entries) {
      sum.add(TallyRecords.read(entry.value().bytes(), config.detailsMax()));
    }
    return new Counted(sum, entries);
  }

  /** A domain, a day, and how its sessions have gone so far. */
  record Line(DomainDay about, Tally tally) {}

  /** What is counted and not reported yet, days in order, up to a bound. */
  List<Line> lines(int limit) throws StoreException {
    List<Line> lines = new ArrayList<>();
    for (Store.Entry entry : store.range(Store.Range.under(COUNT, limit))) {
      DomainDay about = DomainDay.of(entry.key(), COUNT);
      Tally tally = TallyRecords.read(entry.value().bytes(), config.detailsMax());
      if (!lines.isEmpty() && lines.getLast().about().equals(about)) {
        lines.getLast().tally().add(tally);
      } else {
        lines.add(new Line(about, tally));
      }
    }
    return lines;
  }

  /** Forgets how many domains were counted on days that are long over. */
  int sweep(LocalDate before) throws StoreException {
    Batch batch = new Batch();
    List<Store.Entry> old =
        store.range(
            new Store.Range(COUNTS, Optional.of(COUNTS.then(before.toEpochDay())), 1000, false));
    old.forEach(entry -> batch.delete(entry.key()));
    if (!old.isEmpty()) {
      store.commit(batch);
    }
    return old.size();
  }
}
