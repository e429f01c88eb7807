package mailroad.guard.report;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Reply;
import mailroad.kernel.Text;
import mailroad.kernel.World;
import mailroad.mailauth.dmarc.ReportUri;
import mailroad.mta.report.CountShelf;
import mailroad.mta.report.DomainDay;
import mailroad.mta.report.DueReport;
import mailroad.mta.report.Post;
import mailroad.mta.report.ReportDesk;
import mailroad.records.DmarcReportOutRecord;
import mailroad.records.DmarcTargetRecord;
import mailroad.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes reports and hands them over. What was counted stays in the store until its report is settled; a
 * report keeps its id, so that whoever gets it twice after a crash knows it.
 */
final class Sender implements ReportDesk.Sender {
  private static final Logger LOG = LoggerFactory.getLogger(Sender.class);

  private final World world;
  private final DmarcReportConfig config;
  private final Neighbours neighbours;
  private final Domain hostname;

  /** Whom it knows. */
  record Neighbours(CountShelf<Tally> shelf, Wish.Oracle oracle, Post post) {}

  Sender(World world, DmarcReportConfig config, Neighbours neighbours, Domain hostname) {
    this.world = world;
    this.config = config;
    this.neighbours = neighbours;
    this.hostname = hostname;
  }

  @Override
  public void send(DueReport report) throws StoreException, InterruptedException {
    DomainDay about = report.about();
    CountShelf.Counted<Tally> counted = neighbours.shelf().counted(about);
    if (counted.isEmpty()) {
      report.drop();
      return;
    }
    Wish wish = neighbours.oracle().of(about.domain());
    DmarcReportOutRecord before = begun(report, counted.tally());
    switch (wish) {
      case Wish.Reports reports -> send(report, before, new Work(reports, counted));
      case Wish.Unknown(var reason) -> later(report, before, reason, counted);
      case Wish.Silence(var reason) -> {
        LOG.info("event=dmarc-report-unwanted about=\"{}\" reason=\"{}\"", about, reason);
        report.forget(counted::take);
      }
    }
  }

  /** What is told to whom. */
  private record Work(Wish.Reports wish, CountShelf.Counted<Tally> counted) {}

  private DmarcReportOutRecord begun(DueReport report, Tally tally) throws StoreException {
    DomainDay about = report.about();
    Optional<byte[]> there = report.kept();
    DmarcReportOutRecord.Builder record =
        there.isPresent()
            ? read(there.get()).toBuilder()
            : DmarcReportOutRecord.newBuilder().setFirstMillis(world.now().toEpochMilli());
    if (record.getSettled()) {
      // A node that was away counted more: that is a report of its own.
      record.clear().setFirstMillis(world.now().toEpochMilli());
    }
    if (record.getReportId().isEmpty()) {
      long moment = world.now().getEpochSecond();
      record.setReportId("%s.%s.%d".formatted(about.domain(), about.day(), moment));
    }
    return record.setMessages(tally.messages()).setFailed(tally.failed()).build();
  }

  static DmarcReportOutRecord read(byte[] octets) throws StoreException {
    try {
      return DmarcReportOutRecord.parseFrom(octets);
    } catch (InvalidProtocolBufferException e) {
      throw new StoreException("not a report of DMARC", e);
    }
  }

  private void send(DueReport report, DmarcReportOutRecord before, Work work)
      throws StoreException, InterruptedException {
    DomainDay about = report.about();
    EmailAddress from = config.terms().contactAt(hostname);
    AggregateReport.Head head =
        new AggregateReport.Head(
            config.terms().organizationAt(hostname),
            from.toString(),
            before.getReportId(),
            about.start(),
            about.end());
    byte[] packed =
        new AggregateReport(head, about.domain(), work.wish().record(), work.counted().tally())
            .packed();
    ReportMail mail = new ReportMail(about, hostname, before.getReportId(), from, packed);
    DmarcReportOutRecord.Builder after = before.toBuilder().clearTargets();
    boolean open = false;
    for (ReportUri to : work.wish().to()) {
      Target target = target(before, mail, to);
      open |= target.open();
      after.addTargets(target.record());
      LOG.info(
          "event=dmarc-report domain={} day={} to={} outcome=\"{}\"",
          about.domain(),
          about.day(),
          Text.visible(to.toString()),
          Text.visible(target.record().getNote()));
    }
    if (open) {
      later(report, after.build(), "not all could be reached", work.counted());
    } else {
      settle(report, after.build(), work.counted());
    }
  }

  private record Target(DmarcTargetRecord record, boolean open) {}

  private Target target(DmarcReportOutRecord before, ReportMail mail, ReportUri to)
      throws InterruptedException {
    String address = to.address().toString();
    for (DmarcTargetRecord one : before.getTargetsList()) {
      if (one.getSent() && one.getAddress().equals(address)) {
        return new Target(one, false);
      }
    }
    // RFC 7489 section 7.2.1.1: a report that is too large for an address does not go there.
    if (mail.packed().length > Math.min(to.octetsMax(), config.packedOctetsMax())) {
      return target(address, false, "larger than it may be: " + mail.packed().length, false);
    }
    try {
      Reply reply =
          neighbours.post().post(mail.from(), to.address(), mail.to(to.address(), world.now()));
      boolean sent = reply.kind() == Reply.Kind.DONE;
      return target(address, sent, reply.text(), reply.kind() == Reply.Kind.LATER);
    } catch (IOException e) {
      return target(address, false, String.valueOf(e.getMessage()), true);
    }
  }

  private static Target target(String address, boolean sent, String note, boolean open) {
    return new Target(
        DmarcTargetRecord.newBuilder().setAddress(address).setSent(sent).setNote(note).build(),
        open);
  }

  private void later(
      DueReport report,
      DmarcReportOutRecord record,
      String reason,
      CountShelf.Counted<Tally> counted)
      throws StoreException {
    int attempts = record.getAttempts() + 1;
    DmarcReportOutRecord tried = record.toBuilder().setAttempts(attempts).setReason(reason).build();
    Instant first = Instant.ofEpochMilli(record.getFirstMillis());
    Optional<Instant> next = config.terms().next(first, attempts, world.now());
    if (next.isPresent()) {
      report.later(tried.toByteArray(), next.get());
      return;
    }
    LOG.warn("event=dmarc-report-given-up report={} reason=\"{}\"", record.getReportId(), reason);
    settle(report, tried, counted);
  }

  private static void settle(
      DueReport report, DmarcReportOutRecord record, CountShelf.Counted<Tally> counted)
      throws StoreException {
    report.settle(record.toBuilder().setSettled(true).build().toByteArray(), counted::take);
  }
}
