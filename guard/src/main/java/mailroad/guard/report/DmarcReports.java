package mailroad.guard.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.dns.Resolver;
import mailroad.guard.verdict.Witness;
import mailroad.kernel.Bell;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Task;
import mailroad.kernel.Text;
import mailroad.kernel.World;
import mailroad.mailauth.MailAuth;
import mailroad.mailauth.suffix.SuffixList;
import mailroad.mta.report.DomainDay;
import mailroad.mta.report.Post;
import mailroad.records.DmarcReportOutRecord;
import mailroad.store.Store;
import mailroad.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The aggregate reports of one node (RFC 7489 section 7.2). Any number of tasks may use it. */
public final class DmarcReports {
  private static final Logger LOG = LoggerFactory.getLogger(DmarcReports.class);
  private static final Duration COUNTS_INTERVAL = Duration.ofMinutes(1);
  private static final Duration SENDING_INTERVAL = Duration.ofMinutes(10);

  private final World world;
  private final Store store;
  private final DmarcReportConfig config;
  private final Counts counts;
  private final Shelf shelf;
  private final Wish.Oracle oracle;
  private final Domain hostname;
  private final String node;
  private final Bell bell;
  private final List<Task> tasks = new ArrayList<>();

  /**
   * What reports stand on.
   *
   * @param hostname of this server
   * @param node its name among the nodes of one store
   */
  public record Surroundings(
      World world,
      Store store,
      Resolver resolver,
      MailAuth auth,
      SuffixList suffixes,
      Domain hostname,
      String node) {}

  /** Reports; nothing runs before {@link #start}. */
  public DmarcReports(Surroundings on, DmarcReportConfig config) {
    this.world = on.world();
    this.store = on.store();
    this.config = config;
    this.counts = new Counts(world, config);
    this.shelf = new Shelf(world, store, config, on.node());
    this.oracle = new Wish.Oracle(on.resolver(), on.auth(), on.suffixes(), config.targetsMax());
    this.hostname = on.hostname();
    this.node = on.node();
    this.bell = world.bell();
  }

  /** Counts what became of messages. */
  public Witness witness() {
    return counts;
  }

  /**
   * Whether a domain's own record names an address for its reports, and that address's domain takes them (RFC 7489 section
   * 7.1); empty if that cannot be known now.
   */
  public Optional<Boolean> isNamed(Domain domain, EmailAddress at) throws InterruptedException {
    return oracle.names(domain, at);
  }

  /**
   * Begins to keep what is counted, and to send.
   *
   * @param post takes reports for the queue
   * @throws StoreException if the machine failed
   */
  public void start(Post post) throws StoreException {
    if (config.send()) {
      Sender sender =
          new Sender(
              world,
              store,
              config,
              new Sender.Neighbours(shelf, oracle, post),
              new Sender.Identity(hostname, node));
      sender.release();
      tasks.add(world.start("dmarc-counts", this::keepCounting));
      tasks.add(world.start("dmarc-reports", () -> keepSending(sender)));
    }
  }

  /** Ends; what was counted is kept. */
  public void stop() {
    tasks.forEach(Task::cancel);
    keepCounts();
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
      warn("dmarc-counts-failed", e);
    }
  }

  private void keepSending(Sender sender) throws InterruptedException {
    while (true) {
      long seen = bell.rings();
      Duration wait = SENDING_INTERVAL;
      try {
        wait = sender.work().map(this::until).orElse(SENDING_INTERVAL);
      } catch (StoreException e) {
        warn("dmarc-reports-failed", e);
      }
      bell.await(seen, wait);
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

  /** What is counted of a domain on a day, and not told yet. */
  public record Collected(String day, String domain, long messages, long failed) {}

  /** A report that was made. */
  public record Sent(
      String day,
      String domain,
      String id,
      long messages,
      long failed,
      boolean settled,
      String reason,
      List<Delivery> to) {}

  /** What became of a report at one address. */
  public record Delivery(String address, boolean sent, String note) {}

  /**
   * What is counted and not told yet; what this node counted within the last minute as well.
   *
   * @throws StoreException if the machine failed
   */
  public List<Collected> collected(int limit) throws StoreException {
    keepCounts();
    return shelf.lines(limit).stream()
        .map(line ->
            new Collected(
                line.about().day().toString(),
                line.about().domain().name(),
                line.tally().messages(),
                line.tally().failed()))
        .toList();
  }

  /**
   * The reports that were made, those of the last days first.
   *
   * @throws StoreException if the machine failed
   */
  public List<Sent> sent(int limit) throws StoreException {
    List<Sent> out = new ArrayList<>();
    for (Store.Entry entry : store.range(Store.Range.under(Shelf.OUT, limit).reversed())) {
      DmarcReportOutRecord record = Sender.read(entry.value().bytes());
      DomainDay about = DomainDay.of(entry.key(), Shelf.OUT);
      out.add(
          new Sent(
              about.day().toString(),
              about.domain().name(),
              record.getReportId(),
              record.getMessages(),
              record.getFailed(),
              record.getSettled(),
              record.getReason(),
              record.getTargetsList().stream()
                  .map(one -> new Delivery(one.getAddress(), one.getSent(), one.getNote()))
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
    return shelf.sweep(DomainDay.dayOf(world.now().minus(config.keptFor())));
  }
}
