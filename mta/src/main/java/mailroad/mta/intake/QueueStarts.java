package mailroad.mta.intake;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Reply;
import mailroad.kernel.ReversePath;
import mailroad.kernel.World;
import mailroad.mta.routing.Choice.DomainClass;
import mailroad.mta.routing.Router;
import mailroad.smtp.Etrn;
import mailroad.store.StoreException;

/**
 * Starts the queue of a relay domain when somebody asks by ETRN (RFC 1985). Anybody may: the mail goes where it is
 * configured to go, whoever asked. But each look at the queue costs, so one domain is not looked at twice in a while.
 * Any number of tasks may use it.
 */
final class QueueStarts {
  private final World world;
  private final Router router;
  private final Duration interval;
  private final Intake.Flush flush;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Domain, Instant> started =
      new HashMap<>(); // under the lock; relay domains alone

  QueueStarts(World world, Router router, Duration interval, Intake.Flush flush) {
    this.world = world;
    this.router = router;
    this.interval = interval;
    this.flush = flush;
  }

  Reply start(Etrn etrn) {
    EmailAddress somebody = new EmailAddress("postmaster", etrn.domain());
    if (etrn.below()
        || router.choose(new ReversePath.Nowhere(), somebody).domainClass() != DomainClass.RELAY) {
      return new Reply(459, "4.7.1", "Node %s not allowed".formatted(etrn.node()));
    }
    if (!isDue(etrn.domain())) {
      return new Reply(250, "2.0.0", "Queuing for node %s is under way".formatted(etrn.node()));
    }
    try {
      int messages = flush.of(etrn.domain());
      return messages == 0
          ? new Reply(251, "2.0.0", "No messages waiting for node " + etrn.node())
          : new Reply(
              253,
              "2.0.0",
              "%d pending messages for node %s started".formatted(messages, etrn.node()));
    } catch (StoreException e) {
      Acceptance.trouble(e);
      return new Reply(458, "4.3.0", "Unable to queue messages for node " + etrn.node());
    }
  }

  private boolean isDue(Domain domain) {
    Instant now = world.now();
    lock.lock();
    try {
      Instant last = started.get(domain);
      if (last != null && now.isBefore(last.plus(interval))) {
        return false;
      }
      started.values().removeIf(at -> !now.isBefore(at.plus(interval)));
      started.put(domain, now);
      return true;
    } finally {
      lock.unlock();
    }
  }
}
