package mailroad.mta.tls.report;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.dns.Resolver;
import mailroad.kernel.Bell;
import mailroad.kernel.Domain;
import mailroad.kernel.Task;
import mailroad.kernel.Text;
import mailroad.kernel.World;
import mailroad.mta.local.LocalDelivery;
import mailroad.mta.report.DomainDay;
import mailroad.mta.report.Post;
import mailroad.mta.tls.TlsReportConfig;
import mailroad.mta.tls.WebHosts;
import mailroad.records.TlsReportOutRecord;
import mailroad.store.Batch;
import mailroad.store.Store;
import mailroad.store.StoreException;
import mailroad.wire.ClientTrust;
import mailroad.wire.http.HttpsClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The reports about TLS of one node (RFC 8460). Any number of tasks may use it. */
public final class TlsReports {
  private static final Logger LOG = LoggerFactory.getLogger(TlsReports.class);
  private static final Duration COUNTS_INTERVAL = Duration.ofMinutes(1);
  private static final Duration SENDING_INTERVAL = Duration.ofMinutes(10);
  private static final Duration READING_INTERVAL = Duration.ofMinutes(1);
  private static final int PAGE = 500;

  private final World world;
  private final Store store;
  private final TlsReportConfig config;
  private final SessionCounts counts;
  private final CountShelf shelf;
  private final ReportSender sender;
  private final Inbox inbox;
  private final Bell bell;
  private final List<Task> tasks = new ArrayList<>();

  /**
   * What reports stand on.
   *
   * @param authorities who vouches for web servers that take reports
   * @param privateAllowed whether such servers may be at private addresses, as in a test network
   * @param hostname of this server
   * @param node its name among the nodes of one store
   */
  public record Surroundings(
      World world,
      Store store,
      Resolver resolver,
      ClientTrust authorities,
      boolean privateAllowed,
      Domain hostname,
      String node) {}

  /**
   * Reports; nothing runs before {@link #start}.
   *
   * @param post takes those that go by mail, and signs them
   */
  public TlsReports(Surroundings on, TlsReportConfig config, Post post) {
    this.world = on.world();
    this.store = on.store();
    this.config = config;
    this.counts = new SessionCounts(world, config);
    this.shelf = new CountShelf(world, store, config, on.node());
    Carrier carrier =
        new Carrier(
            world,
            config,
            on.hostname(),
            new Carrier.Ways(
                post,
                new HttpsClient(world, Carrier.BOUNDS, on.authorities()),
                new WebHosts(on.resolver(), on.privateAllowed())));
    this.sender =
        new ReportSender(
            world,
            store,
            config,
            new ReportSender.Neighbours(on.resolver(), shelf, carrier),
            on.node());
    this.inbox = new Inbox(world, store, config, on.node());
    this.bell = world.bell();
  }

  /** Counts sessions. */
  public SessionCounts sessions() {
    return counts;
  }

  /** The mailboxes, where reports of others are read that arrive in them. */
  public LocalDelivery reading(LocalDelivery mailboxes) {
    return inbox.isOn() ? new ReadingDelivery(mailboxes, inbox) : mailboxes;
  }

  /**
   * Begins to keep what is counted, to send, and to read.
   *
   * @throws StoreException if the machine failed
   */
  public void start() throws StoreException {
    if (config.send()) {
      sender.release();
      tasks.add(world.start("tls-counts", this::keepCounting));
      tasks.add(world.start("tls-reports", this::keepSending));
    }
    if (inbox.isOn()) {
      tasks.add(world.start("tls-reports-in", this::keepReading));
    }
  }

  /** Ends; what was counted is kept. */
  public void stop() {
    tasks.forEach(Task::cancel);
    keepCounts();
  }

  /** Looks at once for what is to be done. */
  public void ring() {
    bell.ring();
  }

  private void keepCounting() throws InterruptedException {
    while (true) {
      long seen = bell.rings();
      keepCounts();
      bell.await(seen, COUNTS_INTERVAL);
    }
  }

  private void keepCounts() {
    try {
      shelf.put(counts);
    } catch (StoreException e) {
      warn("tls-counts-failed", e);
    }
  }

  private void keepSending() throws InterruptedException {
    while (true) {
      long seen = bell.rings();
      Duration wait = SENDING_INTERVAL;
      try {
        wait = sender.work().map(this::until).orElse(SENDING_INTERVAL);
      } catch (StoreException e) {
        warn("tls-reports-failed", e);
      }
      bell.await(seen, wait);
    }
  }

  private void keepReading() throws InterruptedException {
    while (true) {
      long seen = bell.rings();
      try {
        inbox.work();
      } catch (StoreException e) {
        warn("tls-reports-in-failed", e);
      }
      bell.await(seen, READING_INTERVAL);
    }
  }

  /** Not too long: another node may plan something sooner. */
  private Duration until(Instant next) {
    Duration left = Duration.between(world.now(), next);
    Duration least = Duration.ofSeconds(1);
    return left.compareTo(SENDING_INTERVAL) > 0
        ? SENDING_INTERVAL
        : left.compareTo(least) < 0 ? least : left;
  }

  private static void warn(String event, StoreException e) {
    LOG.warn("event={} reason=\"{}\"", event, Text.visible(String.valueOf(e.getMessage())));
  }

  /** How sessions with a domain have gone on a day that is not reported yet. */
  public record Collected(DomainDay about, Tally tally) {}

  /**
   * A report that was made.
   *
   * @param settled whether nothing is left to be done
   * @param reason why the last attempt did not settle it
   */
  public record Sent(
      DomainDay about,
      String id,
      long successes,
      long failures,
      boolean settled,
      String reason,
      List<Delivery> to) {
    /** The record's list does not change. */
    public Sent {
      to = List.copyOf(to);
    }
  }

  /** What became of a report at one destination: {@code waiting}, {@code sent} or {@code failed}. */
  public record Delivery(String uri, String state, String note) {}

  /**
   * A report that others sent us: their claim, since nothing proves who they are as yet.
   *
   * @param sender the reverse-path of the message that brought it
   */
  public record Received(TlsReport report, Instant at, String sender) {}

  /** The reports that were received, those of the last days first. */
  public List<Received> received(int limit) throws StoreException {
    return inbox.list(limit);
  }

  /** What is counted and not reported yet; what this node counted within the last minute as well. */
  public List<Collected> collected(int limit) throws StoreException {
    keepCounts();
    return shelf.lines(limit).stream()
        .map(line -> new Collected(line.about(), line.tally()))
        .toList();
  }

  /** The reports that were made, those of the last days first; those of long ago are forgotten. */
  public List<Sent> sent(int limit) throws StoreException {
    List<Sent> out = new ArrayList<>();
    for (Store.Entry entry : store.range(Store.Range.under(CountShelf.OUT, limit).reversed())) {
      TlsReportOutRecord record = Outgoing.record(entry.value().bytes());
      out.add(
          new Sent(
              DomainDay.of(entry.key(), CountShelf.OUT),
              record.getReportId(),
              record.getSuccesses(),
              record.getFailures(),
              record.getSettled(),
              record.getReason(),
              Outgoing.targets(record).stream()
                  .map(target ->
                      new Delivery(
                          target.uri(),
                          target.state().name().toLowerCase(java.util.Locale.ROOT),
                          target.note()))
                  .toList()));
    }
    return out;
  }

  /**
   * Forgets what is too old; how much it was.
   *
   * @throws StoreException if the machine failed
   */
  public int sweep() throws StoreException {
    LocalDate oldest = DomainDay.dayOf(world.now().minus(config.keptFor()));
    int swept = shelf.sweep(oldest) + inbox.sweep(oldest);
    List<Store.Entry> old =
        store.range(
            new Store.Range(
                CountShelf.OUT,
                Optional.of(CountShelf.OUT.then(oldest.toEpochDay())),
                PAGE,
                false));
    Batch batch = new Batch();
    old.forEach(entry -> batch.delete(entry.key()).unschedule(CountShelf.DUE, entry.key()));
    if (!old.isEmpty()) {
      store.commit(batch);
    }
    return swept + old.size();
  }
}
