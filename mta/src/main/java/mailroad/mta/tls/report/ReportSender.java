package mailroad.mta.tls.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.dns.RecordType;
import mailroad.dns.Resolver;
import mailroad.kernel.QueueIds;
import mailroad.kernel.Task;
import mailroad.kernel.Text;
import mailroad.kernel.World;
import mailroad.mta.report.DomainDay;
import mailroad.mta.tls.TlsReportConfig;
import mailroad.mta.tls.report.Outgoing.Outcome;
import mailroad.mta.tls.report.Outgoing.Target;
import mailroad.records.TlsReportOutRecord;
import mailroad.store.Batch;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the reports that are due and hands them over. How far each has come stands in the store before and after each
 * step, so that another node goes on where one ended; at worst a destination gets the same report, by the same id,
 * twice.
 */
final class ReportSender {
  private static final Logger LOG = LoggerFactory.getLogger(ReportSender.class);

  /** Longer than one report can take: some lookups, and four destinations. */
  private static final Duration LEASE = Duration.ofMinutes(15);

  private static final int AT_ONCE = 8;
  private static final int WISH_AGAIN_SECONDS = 1;

  private final World world;
  private final Store store;
  private final TlsReportConfig config;
  private final Neighbours neighbours;
  private final String node;
  private final QueueIds ids;

  /** Whom it knows. */
  record Neighbours(Resolver resolver, CountShelf shelf, Carrier carrier) {}

  ReportSender(
      World world, Store store, TlsReportConfig config, Neighbours neighbours, String node) {
    this.world = world;
    this.store = store;
    this.config = config;
    this.neighbours = neighbours;
    this.node = node;
    this.ids = new QueueIds(world);
  }

  /** What this node had in hand when it ended may be taken again at once. */
  void release() throws StoreException {
    store.releaseClaims(CountShelf.DUE, node, world.now());
  }

  /** Does what is due now; when to look again. */
  Optional<Instant> work() throws StoreException, InterruptedException {
    List<Store.Claim> claims = claim();
    while (!claims.isEmpty()) {
      List<Task> tasks = new ArrayList<>();
      try {
        for (Store.Claim claim : claims) {
          tasks.add(world.start("tls-report", () -> workOn(claim)));
        }
        for (Task task : tasks) {
          task.join();
        }
      } finally {
        tasks.forEach(Task::cancel);
      }
      claims = claim();
    }
    return store.nextDue(CountShelf.DUE);
  }

  private List<Store.Claim> claim() throws StoreException {
    return store.claimDue(CountShelf.DUE, node, world.now(), LEASE, AT_ONCE);
  }

  private void workOn(Store.Claim claim) throws InterruptedException {
    DomainDay about = DomainDay.of(claim.id(), CountShelf.OUT);
    try {
      Optional<Outgoing> there = load(claim);
      Optional<Outgoing> outgoing = there.isPresent() ? there : begin(about, claim);
      if (outgoing.isPresent()) {
        go(about, claim, outgoing.get());
      }
    } catch (StoreException e) {
      LOG.warn(
          "event=tls-report-failed domain={} day={} reason=\"{}\"",
          about.domain(),
          about.day(),
          Text.visible(String.valueOf(e.getMessage())));
    }
  }

  private Optional<Outgoing> load(Store.Claim claim) throws StoreException {
    Optional<Store.Value> value = store.get(claim.id());
    if (value.isEmpty()) {
      return Optional.empty();
    }
    TlsReportOutRecord record = Outgoing.record(value.get().bytes());
    // What was counted after a report was made, by a node that was away, is a report of its own.
    return record.getSettled()
        ? Optional.empty()
        : Optional.of(Outgoing.of(record, config.detailsMax()));
  }

  /** Makes a report of what was counted; empty if there is nothing, or if more is being counted at this moment. */
  private Optional<Outgoing> begin(DomainDay about, Store.Claim claim) throws StoreException {
    CountShelf.Counted counted = neighbours.shelf().counted(about);
    if (counted.entries().isEmpty()) {
      store.commit(new Batch().assertClaim(claim).unschedule(CountShelf.DUE, claim.id()));
      return Optional.empty();
    }
    Outgoing outgoing = Outgoing.of(ids.next().value(), world.now(), counted.tally());
    Batch batch = new Batch().assertClaim(claim).put(claim.id(), outgoing.octets(false));
    counted.take(batch);
    if (store.commit(batch) instanceof Store.Commit.Done) {
      return Optional.of(outgoing);
    }
    again(claim, claim.id(), world.now().plusSeconds(WISH_AGAIN_SECONDS));
    return Optional.empty();
  }

  private void go(DomainDay about, Store.Claim claim, Outgoing begun)
      throws StoreException, InterruptedException {
    Outgoing outgoing = begun;
    if (outgoing.targets().isEmpty()) {
      String name = Wish.name(about.domain().name());
      switch (Wish.of(neighbours.resolver().resolve(name, RecordType.TXT))) {
        case Wish.Reports(var to) -> outgoing = outgoing.to(to);
        case Wish.Silence _ -> {
          forget(claim);
          return;
        }
        case Wish.Unknown(var reason) -> {
          later(about, claim, outgoing.tried("%s: %s".formatted(name, reason)));
          return;
        }
      }
    }
    for (Target target : outgoing.open()) {
      Outcome outcome = neighbours.carrier().carry(about, outgoing, target.uri());
      log(about, target, outcome);
      outgoing = outgoing.after(target, outcome);
      if (!isKept(claim, outgoing)) {
        return; // another node has it by now
      }
    }
    if (outgoing.open().isEmpty()) {
      settle(claim, outgoing);
    } else {
      later(about, claim, outgoing.tried(outgoing.reason()));
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

  private boolean isKept(Store.Claim claim, Outgoing outgoing) throws StoreException {
    Batch batch = new Batch().assertClaim(claim).put(claim.id(), outgoing.octets(false));
    return store.commit(batch) instanceof Store.Commit.Done;
  }

  private void later(DomainDay about, Store.Claim claim, Outgoing outgoing) throws StoreException {
    Optional<Instant> next = outgoing.next(config, world.now());
    if (next.isPresent()) {
      store.commit(
          new Batch()
              .assertClaim(claim)
              .put(claim.id(), outgoing.octets(false))
              .schedule(CountShelf.DUE, claim.id(), next.get()));
      return;
    }
    LOG.warn(
        "event=tls-report-given-up domain={} day={} reason=\"{}\"",
        about.domain(),
        about.day(),
        Text.visible(outgoing.reason()));
    settle(claim, outgoing.givenUp());
  }

  private void settle(Store.Claim claim, Outgoing outgoing) throws StoreException {
    store.commit(
        new Batch()
            .assertClaim(claim)
            .put(claim.id(), outgoing.octets(true))
            .unschedule(CountShelf.DUE, claim.id()));
  }

  /** The domain wants no report. */
  private void forget(Store.Claim claim) throws StoreException {
    store.commit(
        new Batch().assertClaim(claim).delete(claim.id()).unschedule(CountShelf.DUE, claim.id()));
  }

  private void again(Store.Claim claim, Key item, Instant at) throws StoreException {
    store.commit(new Batch().assertClaim(claim).schedule(CountShelf.DUE, item, at));
  }
}
