package mailroad.mta;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import mailroad.kernel.Domain;
import mailroad.kernel.Reply;
import mailroad.kernel.World;
import mailroad.mta.delivery.RemoteCourier;
import mailroad.mta.relay.Backlog;
import mailroad.mta.relay.FlushAnswer;
import mailroad.mta.relay.FlushRule;
import mailroad.mta.relay.FlushRule.Permission;
import mailroad.mta.relay.RelayConfig;
import mailroad.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has mail flow that waits for a host which is back: because it asks (ETRN, RFC 1985), or because it connects for
 * whatever reason. Any number of tasks may use it.
 */
final class Flusher implements Backlog {
  private static final Logger LOG = LoggerFactory.getLogger(Flusher.class);
  private static final int REMEMBERED_MAX = 1000;

  private final World world;
  private final RelayConfig config;
  private final Duration interval;
  private final FlushRule rule;
  private final RemoteCourier courier;
  private final Flush flush;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Object, Instant> last = new LinkedHashMap<>();

  /** What flushes. */
  @FunctionalInterface
  interface Flush {
    /** Makes a domain's messages due, and perhaps those of all domains below it; says how many. */
    int flush(Domain domain, boolean below, String by) throws StoreException;
  }

  /**
   * A flusher.
   *
   * @param interval shortest time between two flushes for one host or domain
   */
  Flusher(
      World world,
      RelayConfig config,
      Duration interval,
      FlushRule rule,
      RemoteCourier courier,
      Flush flush) {
    this.world = world;
    this.interval = interval;
    this.config = config;
    this.rule = rule;
    this.courier = courier;
    this.flush = flush;
  }

  @Override
  public FlushAnswer asked(InetAddress client, Domain domain, boolean below)
      throws InterruptedException {
    if (rule.may(client, domain) instanceof Permission.Denied(var reply, _)) {
      return new FlushAnswer.Refused(reply);
    }
    if (!isTime(domain)) {
      return new FlushAnswer.UnderWay();
    }
    try {
      courier.forgive(client);
      return new FlushAnswer.Started(
          flush.flush(domain, below, "ETRN of " + client.getHostAddress()));
    } catch (StoreException e) {
      LOG.error("event=flush-trouble domain={}", domain, e);
      return new FlushAnswer.Refused(
          new Reply(458, "4.3.0", "Unable to queue messages for node " + domain));
    }
  }

  @Override
  public void heard(InetAddress machine) {
    if (config.flushOnContact() && courier.isFailing(machine) && isTime(machine)) {
      world.start("flush on contact", () -> contact(machine));
    }
  }

  private void contact(InetAddress machine) throws InterruptedException {
    for (Domain domain : courier.forgive(machine)) {
      if (rule.isPrimaryOf(machine, domain)) {
        try {
          int messages = flush.flush(domain, false, "contact of " + machine.getHostAddress());
          LOG.info(
              "event=flushed-on-contact host={} domain={} messages={}",
              machine.getHostAddress(),
              domain,
              messages);
        } catch (StoreException e) {
          LOG.error("event=flush-trouble domain={}", domain, e);
        }
      }
    }
  }

  /** Whether enough time has gone by since the last flush for the same host or domain; begins it anew. */
  private boolean isTime(Object about) {
    Instant now = world.now();
    lock.lock();
    try {
      Optional<Instant> before = Optional.ofNullable(last.get(about));
      if (before.filter(at -> now.isBefore(at.plus(interval))).isPresent()) {
        return false;
      }
      last.remove(about);
      last.put(about, now);
      if (last.size() > REMEMBERED_MAX) {
        last.remove(last.keySet().iterator().next());
      }
      return true;
    } finally {
      lock.unlock();
    }
  }
}
