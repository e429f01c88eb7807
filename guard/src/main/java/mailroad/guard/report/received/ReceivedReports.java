package mailroad.guard.report.received;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.guard.verdict.Witness;
import mailroad.journal.Journal;
import mailroad.kernel.Bell;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Task;
import mailroad.kernel.World;
import mailroad.mta.report.DomainDay;
import mailroad.store.Store;
import mailroad.store.StoreException;

/** The aggregate reports that others send to one node's domains. Any number of tasks may use it. */
public final class ReceivedReports {
  private final Surroundings on;
  private final ReceivedConfig config;
  private final Shelf shelf;
  private final Inbox inbox;
  private final Bell bell;
  private final List<Task> tasks = new ArrayList<>();

  /** Which domains end here. */
  @FunctionalInterface
  public interface Home {
    /** Whether mail for this domain does. Does not block. */
    boolean isLocal(Domain domain);
  }

  /** Whether a domain wants its reports at an address. */
  @FunctionalInterface
  public interface Named {
    /** Asks its record; empty if it cannot be known now. */
    Optional<Boolean> isNamed(Domain domain, EmailAddress at) throws InterruptedException;
  }

  /**
   * What they stand on.
   *
   * @param hostname of this server
   * @param node its name among the nodes of one store
   */
  public record Surroundings(
      World world,
      Store store,
      Journal journal,
      Home home,
      Named named,
      Domain hostname,
      String node) {}

  /** Reports; nothing runs before {@link #start}. */
  public ReceivedReports(Surroundings on, ReceivedConfig config) {
    this.on = on;
    this.config = config;
    this.shelf = new Shelf(on.store(), config);
    this.bell = on.world().bell();
    this.inbox = new Inbox(on, config, shelf, bell::ring);
  }

  /** Sees messages that may bring one. */
  public Witness witness() {
    return inbox;
  }

  /** Begins to read. */
  public void start() {
    if (config.read()) {
      tasks.add(on.world().start("dmarc-reports-in", () -> inbox.keepReading(bell)));
    }
  }

  /** Reads no more. */
  public void stop() {
    tasks.forEach(Task::cancel);
  }

  /**
   * What others say of mail in the name of our domains.
   *
   * @param domain of this one alone
   * @param days about so many days before now
   * @param limit most lines of each kind
   * @throws StoreException if the machine failed
   */
  public Overview overview(Optional<Domain> domain, int days, int limit) throws StoreException {
    LocalDate since = DomainDay.dayOf(on.world().now().minus(Duration.ofDays(days)));
    Overview.Sum sum = new Overview.Sum(limit, config.vouchedOnly());
    shelf.visit(
        since,
        received -> {
          if (domain.isEmpty() || received.feedback().domain().equals(domain.get())) {
            sum.add(received);
          }
        });
    return sum.made();
  }

  /**
   * Forgets what is too old; how much it was.
   *
   * @throws StoreException if the machine failed
   */
  public int sweep() throws StoreException {
    return shelf.sweep(DomainDay.dayOf(on.world().now().minus(config.keptFor())));
  }
}
