package mailroad.mta.tls.report;

import java.time.Instant;
import java.util.Optional;
import mailroad.dns.RecordType;
import mailroad.dns.Resolver;
import mailroad.kernel.QueueIds;
import mailroad.kernel.Text;
import mailroad.kernel.World;
import mailroad.mta.report.CountShelf;
import mailroad.mta.report.DomainDay;
import mailroad.mta.report.DueReport;
import mailroad.mta.report.ReportDesk;
import mailroad.mta.tls.TlsReportConfig;
import mailroad.mta.tls.report.Outgoing.Outcome;
import mailroad.mta.tls.report.Outgoing.Target;
import mailroad.records.TlsReportOutRecord;
import mailroad.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes reports and hands them over. How far each has come stands in the store before and after each step, so that
 * another node goes on where one ended; at worst a destination gets the same report, by the same id, twice.
 */
final class ReportSender implements ReportDesk.Sender {
  private static final Logger LOG = LoggerFactory.getLogger(ReportSender.class);
  private static final int COUNTED_AGAIN_SECONDS = 1;

  private final World world;
  private final TlsReportConfig config;
  private final Neighbours neighbours;
  private final QueueIds ids;

  /** Whom it knows. */
  record Neighbours(Resolver resolver, CountShelf<Tally> shelf, Carrier carrier) {}

  ReportSender(World world, TlsReportConfig config, Neighbours neighbours) {
    this.world = world;
    this.config = config;
    this.neighbours = neighbours;
    this.ids = new QueueIds(world);
  }

  @Override
  public void send(DueReport report) throws StoreException, InterruptedException {
    Optional<Outgoing> there = load(report);
    Optional<Outgoing> outgoing = there.isPresent() ? there : begin(report);
    if (outgoing.isPresent()) {
      go(report, outgoing.get());
    }
  }

  private Optional<Outgoing> load(DueReport report) throws StoreException {
    Optional<byte[]> kept = report.kept();
    if (kept.isEmpty()) {
      return Optional.empty();
    }
    TlsReportOutRecord record = Outgoing.record(kept.get());
    // What was counted after a report was made, by a node that was away, is a report of its own.
    return record.getSettled()
        ? Optional.empty()
        : Optional.of(Outgoing.of(record, config.detailsMax()));
  }

  /** Makes a report of what was counted; empty if there is nothing, or if more is being counted at this moment. */
  private Optional<Outgoing> begin(DueReport report) throws StoreException {
    CountShelf.Counted<Tally> counted = neighbours.shelf().counted(report.about());
    if (counted.isEmpty()) {
      report.drop();
      return Optional.empty();
    }
    Outgoing outgoing = Outgoing.of(ids.next().value(), world.now(), counted.tally());
    if (report.keep(outgoing.octets(false), counted::take)) {
      return Optional.of(outgoing);
    }
    report.again(world.now().plusSeconds(COUNTED_AGAIN_SECONDS));
    return Optional.empty();
  }

  private void go(DueReport report, Outgoing begun) throws StoreException, InterruptedException {
    DomainDay about = report.about();
    Outgoing outgoing = begun;
    if (outgoing.targets().isEmpty()) {
      String name = Wish.name(about.domain().name());
      switch (Wish.of(neighbours.resolver().resolve(name, RecordType.TXT))) {
        case Wish.Reports(var to) -> outgoing = outgoing.to(to);
        case Wish.Silence _ -> {
          report.forget(_ -> {}); // it wants none
          return;
        }
        case Wish.Unknown(var reason) -> {
          later(report, outgoing.tried("%s: %s".formatted(name, reason)));
          return;
        }
      }
    }
    for (Target target : outgoing.open()) {
      Outcome outcome = neighbours.carrier().carry(about, outgoing, target.uri());
      log(about, target, outcome);
      outgoing = outgoing.after(target, outcome);
      if (!report.keep(outgoing.octets(false))) {
        return; // another node has it by now
      }
    }
    if (outgoing.open().isEmpty()) {
      report.settle(outgoing.octets(true), _ -> {});
    } else {
      later(report, outgoing.tried(outgoing.reason()));
    }
  }

  private static void log(DomainDay about, Target target, Outcome outcome) {
    String how =
        switch (outcome) {
          case Outcome.Sent(var note) -> "sent: " + note;
          case Outcome.Never(var reason) -> "failed: " + reason;
          case Outcome.Later(var reason) -> "later: " + reason;
        };
    LOG.info(
        "event=tls-report domain={} day={} to={} outcome=\"{}\"",
        about.domain(),
        about.day(),
        Text.visible(target.uri()),
        Text.visible(how));
  }

  private void later(DueReport report, Outgoing outgoing) throws StoreException {
    Optional<Instant> next =
        config.terms().next(outgoing.first(), outgoing.attempts(), world.now());
    if (next.isPresent()) {
      report.later(outgoing.octets(false), next.get());
      return;
    }
    LOG.warn(
        "event=tls-report-given-up domain={} day={} reason=\"{}\"",
        report.about().domain(),
        report.about().day(),
        Text.visible(outgoing.reason()));
    report.settle(outgoing.givenUp().octets(true), _ -> {});
  }
}
