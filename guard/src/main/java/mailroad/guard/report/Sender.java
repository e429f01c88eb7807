package mailroad.guard.report;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Reply;
import mailroad.kernel.Task;
import mailroad.kernel.Text;
import mailroad.kernel.World;
import mailroad.mailauth.dmarc.ReportUri;
import mailroad.mta.report.DomainDay;
import mailroad.mta.report.Post;
import mailroad.records.DmarcReportOutRecord;
import mailroad.records.DmarcTargetRecord;
import mailroad.store.Batch;
import mailroad.store.Store;
import mailroad.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the reports that are due and hands them over. What was counted stays in the store until its report is settled; a
 * report keeps its id, so that whoever gets it twice after a crash knows it.
 */
final class Sender {
  private static final Logger LOG = LoggerFactory.getLogger(Sender.class);
  private static final Duration LEASE = Duration.ofMinutes(15);
  private static final int AT_ONCE = 8;

  private final World world;
  private final Store store;
  private final DmarcReportConfig config;
  private final Neighbours neighbours;
  private final Domain hostname;
  private final String node;

  /** Whom it knows. */
  record Neighbours(Shelf shelf, Wish.Oracle oracle, Post post) {}

  /** Who sends. */
  record Identity(Domain hostname, String node) {}

  Sender(World world, Store store, DmarcReportConfig config, Neighbours neighbours, Identity who) {
    this.world = world;
    this.store = store;
    this.config = config;
    this.neighbours = neighbours;
    this.hostname = who.hostname();
    this.node = who.node();
  }

  /** What this node had in hand when it ended may be taken again at once. */
  void release() throws StoreException {
    store.releaseClaims(Shelf.DUE, node, world.now());
  }

  /** Does what is due now; when to look again. */
  Optional<Instant> work() throws StoreException, InterruptedException {
    List<Store.Claim> claims = claim();
    while (!claims.isEmpty()) {
      List<Task> tasks = new ArrayList<>();
      try {
        for (Store.Claim claim : claims) {
          tasks.add(world.start("dmarc-report", () -> workOn(claim)));
        }
        for (Task task : tasks) {
          task.join();
        }
      } finally {
        tasks.forEach(Task::cancel);
      }
      claims = claim();
    }
    return store.nextDue(Shelf.DUE);
  }

  private List<Store.Claim> claim() throws StoreException {
    return store.claimDue(Shelf.DUE, node, world.now(), LEASE, AT_ONCE);
  }

  private void workOn(Store.Claim claim) throws InterruptedException {
    DomainDay about = DomainDay.of(claim.id(), Shelf.OUT);
    try {
      Shelf.Counted counted = neighbours.shelf().counted(about);
      if (counted.entries().isEmpty()) {
        store.commit(new Batch().assertClaim(claim).unschedule(Shelf.DUE, claim.id()));
        return;
      }
      Wish wish = neighbours.oracle().of(about.domain());
      DmarcReportOutRecord before = begun(claim, about, counted.tally());
      switch (wish) {
        case Wish.Reports reports -> send(claim, about, before, new Work(reports, counted));
        case Wish.Unknown(var reason) -> later(claim, before, reason, counted);
        case Wish.Silence(var reason) -> {
          LOG.info("event=dmarc-report-unwanted about=\"{}\" reason=\"{}\"", about, reason);
          Batch batch =
              new Batch().assertClaim(claim).delete(claim.id()).unschedule(Shelf.DUE, claim.id());
          counted.take(batch);
          store.commit(batch);
        }
      }
    } catch (StoreException e) {
      LOG.warn(
          "event=dmarc-report-failed about=\"{}\" reason=\"{}\"",
          about,
          Text.visible(String.valueOf(e.getMessage())));
    }
  }

  /** What is told to whom. */
  private record Work(Wish.Reports wish, Shelf.Counted counted) {}

  private DmarcReportOutRecord begun(Store.Claim claim, DomainDay about, Tally tally)
      throws StoreException {
    Optional<Store.Value> there = store.get(claim.id());
    DmarcReportOutRecord.Builder record =
        there.isPresent()
            ? read(there.get().bytes()).toBuilder()
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

  private void send(Store.Claim claim, DomainDay about, DmarcReportOutRecord before, Work work)
      throws StoreException, InterruptedException {
    EmailAddress from = config.contactAt(hostname);
    AggregateReport.Head head =
        new AggregateReport.Head(
            config.organizationAt(hostname),
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
      later(claim, after.build(), "not all could be reached", work.counted());
    } else {
      settle(claim, after.build(), work.counted());
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
      Store.Claim claim, DmarcReportOutRecord record, String reason, Shelf.Counted counted)
      throws StoreException {
    int attempts = record.getAttempts() + 1;
    DmarcReportOutRecord tried = record.toBuilder().setAttempts(attempts).setReason(reason).build();
    Duration wait = config.retryFirst().multipliedBy(1L << Math.clamp(attempts - 1, 0, 10));
    Instant next = world.now().plus(wait);
    Instant end = Instant.ofEpochMilli(record.getFirstMillis()).plus(config.giveUpAfter());
    if (next.isAfter(end)) {
      LOG.warn("event=dmarc-report-given-up report={} reason=\"{}\"", record.getReportId(), reason);
      settle(claim, tried, counted);
      return;
    }
    store.commit(
        new Batch()
            .assertClaim(claim)
            .put(claim.id(), tried.toByteArray())
            .schedule(Shelf.DUE, claim.id(), next));
  }

  private void settle(Store.Claim claim, DmarcReportOutRecord record, Shelf.Counted counted)
      throws StoreException {
    Batch batch =
        new Batch()
            .assertClaim(claim)
            .put(claim.id(), record.toBuilder().setSettled(true).build().toByteArray())
            .unschedule(Shelf.DUE, claim.id());
    counted.take(batch);
    store.commit(batch);
  }
}
