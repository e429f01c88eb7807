package mailroad.guard.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.dns.Resolver;
import mailroad.guard.verdict.Witness;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.World;
import mailroad.mailauth.MailAuth;
import mailroad.mailauth.suffix.SuffixList;
import mailroad.mta.report.Post;
import mailroad.mta.report.ReportDesk;
import mailroad.records.DmarcReportOutRecord;
import mailroad.store.Store;
import mailroad.store.StoreException;

/** The aggregate reports of one node (RFC 7489 section 7.2). Any number of tasks may use it. */
public final class DmarcReports {
  private final World world;
  private final DmarcReportConfig config;
  private final ReportDesk<Tally> desk;
  private final Counts counts;
  private final Wish.Oracle oracle;
  private final Domain hostname;

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
    this.config = config;
    this.desk =
        new ReportDesk<>(
            world, on.store(), new DmarcReportKind(config.rowsMax(), config.terms()), on.node());
    this.counts = new Counts(config.send(), desk.counts());
    this.oracle = new Wish.Oracle(on.resolver(), on.auth(), on.suffixes(), config.targetsMax());
    this.hostname = on.hostname();
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
      Sender.Neighbours neighbours = new Sender.Neighbours(desk.shelf(), oracle, post);
      desk.start(new Sender(world, config, neighbours, hostname));
    }
  }

  /** Ends; what was counted is kept. */
  public void stop() {
    desk.stop();
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
    return desk.collected(limit).stream()
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
    for (ReportDesk.Made made : desk.sent(limit)) {
      DmarcReportOutRecord record = Sender.read(made.octets());
      out.add(
          new Sent(
              made.about().day().toString(),
              made.about().domain().name(),
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
    return desk.sweep();
  }
}
