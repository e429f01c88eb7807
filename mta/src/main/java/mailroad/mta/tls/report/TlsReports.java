package mailroad.mta.tls.report;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import mailroad.dns.Resolver;
import mailroad.kernel.Bell;
import mailroad.kernel.Domain;
import mailroad.kernel.Task;
import mailroad.kernel.World;
import mailroad.mta.local.LocalDelivery;
import mailroad.mta.report.DomainDay;
import mailroad.mta.report.Post;
import mailroad.mta.report.ReportDesk;
import mailroad.mta.tls.TlsReportConfig;
import mailroad.mta.tls.WebHosts;
import mailroad.records.TlsReportOutRecord;
import mailroad.store.Store;
import mailroad.store.StoreException;
import mailroad.wire.ClientTrust;
import mailroad.wire.http.HttpsClient;

/** The reports about TLS of one node (RFC 8460). Any number of tasks may use it. */
public final class TlsReports {
  private final World world;
  private final TlsReportConfig config;
  private final ReportDesk<Tally> desk;
  private final SessionCounts counts;
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
    this.config = config;
    this.desk =
        new ReportDesk<>(
            world, on.store(), new TlsReportKind(config.detailsMax(), config.terms()), on.node());
    this.counts = new SessionCounts(config.send(), desk.counts());
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
            world, config, new ReportSender.Neighbours(on.resolver(), desk.shelf(), carrier));
    this.inbox = new Inbox(world, on.store(), config, on.node());
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
      desk.start(sender);
    }
    if (inbox.isOn()) {
      tasks.add(world.start("tls-reports-in", () -> inbox.keepReading(bell)));
    }
  }

  /** Ends; what was counted is kept. */
  public void stop() {
    tasks.forEach(Task::cancel);
    desk.stop();
  }

  /** Looks at once for what is to be done. */
  public void ring() {
    desk.ring();
    bell.ring();
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
    return desk.collected(limit).stream()
        .map(line -> new Collected(line.about(), line.tally()))
        .toList();
  }

  /** The reports that were made, those of the last days first; those of long ago are forgotten. */
  public List<Sent> sent(int limit) throws StoreException {
    List<Sent> out = new ArrayList<>();
    for (ReportDesk.Made made : desk.sent(limit)) {
      TlsReportOutRecord record = Outgoing.record(made.octets());
      out.add(
          new Sent(
              made.about(),
              record.getReportId(),
              record.getSuccesses(),
              record.getFailures(),
              record.getSettled(),
              record.getReason(),
              Outgoing.targets(record).stream()
                  .map(target ->
                      new Delivery(
                          target.uri(),
                          target.state().name().toLowerCase(Locale.ROOT),
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
    return desk.sweep() + inbox.sweep(oldest);
  }
}
