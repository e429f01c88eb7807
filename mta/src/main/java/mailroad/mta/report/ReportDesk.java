package mailroad.mta.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import mailroad.kernel.Bell;
import mailroad.kernel.Task;
import mailroad.kernel.Text;
import mailroad.kernel.World;
import mailroad.store.Store;
import mailroad.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a node does for reports of one kind: one task puts into the store what was counted, every minute; another has those
 * made that are due, each in a task of its own. Any number of tasks may use it.
 */
public final class ReportDesk<T extends Tallied<T>> {
  private static final Logger LOG = LoggerFactory.getLogger(ReportDesk.class);
  private static final Duration COUNTS_INTERVAL = Duration.ofMinutes(1);
  private static final Duration SENDING_INTERVAL = Duration.ofMinutes(10);
  private static final Duration SENDING_PAUSE_MIN = Duration.ofSeconds(1);

  /** Longer than one report can take: some lookups, and a few destinations. */
  private static final Duration LEASE = Duration.ofMinutes(15);

  private static final int AT_ONCE = 8;

  private final World world;
  private final Store store;
  private final ReportKind<T> kind;
  private final DayCounts<T> counts;
  private final CountShelf<T> shelf;
  private final DueWork due;
  private final Bell bell;
  private final List<Task> tasks = new ArrayList<>();

  /** Makes reports, and hands them over. */
  @FunctionalInterface
  public interface Sender {
    /**
     * Brings one as far as that is possible now.
     *
     * @throws StoreException if the machine failed; then it is tried again once the lease is over
     */
    void send(DueReport report) throws StoreException, InterruptedException;
  }

  /**
   * A desk at which nothing runs before {@link #start}.
   *
   * @param node this one's name among the nodes of one store
   */
  public ReportDesk(World world, Store store, ReportKind<T> kind, String node) {
    this.world = world;
    this.store = store;
    this.kind = kind;
    this.counts = new DayCounts<>(world, kind);
    this.shelf = new CountShelf<>(world, store, kind, node);
    this.due =
        new DueWork(
            world,
            store,
            new DueWork.Terms(kind.queue(), kind.word() + "-report", node, LEASE, AT_ONCE));
    this.bell = world.bell();
  }

  /** What this node counts. */
  public DayCounts<T> counts() {
    return counts;
  }

  /** What all nodes counted. */
  public CountShelf<T> shelf() {
    return shelf;
  }

  /**
   * Begins to keep what is counted, and to send.
   *
   * @throws StoreException if the machine failed
   */
  public void start(Sender sender) throws StoreException {
    due.release();
    tasks.add(world.start(kind.word() + "-counts", this::keepCounting));
    tasks.add(world.start(kind.word() + "-reports", () -> keepSending(sender)));
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
      LOG.warn("event={}-counts-failed reason=\"{}\"", kind.word(), reason(e));
    }
  }

  private void keepSending(Sender sender) throws InterruptedException {
    while (true) {
      long seen = bell.rings();
      Duration wait = SENDING_INTERVAL;
      try {
        due.doAll(claim -> send(sender, new DueReport(store, kind, claim)));
        wait = store.nextDue(kind.queue()).map(this::until).orElse(SENDING_INTERVAL);
      } catch (StoreException e) {
        LOG.warn("event={}-reports-failed reason=\"{}\"", kind.word(), reason(e));
      }
      bell.await(seen, wait);
    }
  }

  private void send(Sender sender, DueReport report) throws InterruptedException {
    try {
      sender.send(report);
    } catch (StoreException e) {
      LOG.warn(
          "event={}-report-failed domain={} day={} reason=\"{}\"",
          kind.word(),
          report.about().domain(),
          report.about().day(),
          reason(e));
    }
  }

  /** Not too long: another node may plan something sooner. */
  private Duration until(Instant next) {
    Duration left = Duration.between(world.now(), next);
    return left.compareTo(SENDING_INTERVAL) > 0
        ? SENDING_INTERVAL
        : left.compareTo(SENDING_PAUSE_MIN) < 0 ? SENDING_PAUSE_MIN : left;
  }

  private static String reason(StoreException e) {
    return Text.visible(String.valueOf(e.getMessage()));
  }

  /**
   * What is counted and not reported yet; what this node counted within the last minute as well.
   *
   * @throws StoreException if the machine failed
   */
  public List<CountShelf.Line<T>> collected(int limit) throws StoreException {
    keepCounts();
    return shelf.lines(limit);
  }

  /** A report that was made, as it is kept. */
  public record Made(DomainDay about, byte[] octets) {}

  /**
   * The reports that were made, as they are kept, those of the last days first.
   *
   * @throws StoreException if the machine failed
   */
  public List<Made> sent(int limit) throws StoreException {
    return store.range(Store.Range.under(kind.out(), limit).reversed()).stream()
        .map(entry -> new Made(DomainDay.of(entry.key(), kind.out()), entry.value().bytes()))
        .toList();
  }

  /**
   * Forgets what is too old; how much it was.
   *
   * @throws StoreException if the machine failed
   */
  public int sweep() throws StoreException {
    return shelf.sweep(DomainDay.dayOf(world.now().minus(kind.terms().keptFor())));
  }
}
