package mailroad.mta.tls.report;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import mailroad.kernel.World;
import mailroad.mta.report.DomainDay;
import mailroad.mta.tls.Flaw;
import mailroad.mta.tls.PolicyFacts;
import mailroad.mta.tls.ReportSubject;
import mailroad.mta.tls.TlsReportConfig;

/**
 * How new sessions went since this was last put into the store. Any number of tasks may count; none waits longer than
 * another needs to count.
 */
public final class SessionCounts {
  private final World world;
  private final TlsReportConfig config;
  private final ReentrantLock lock = new ReentrantLock();
  private Map<DomainDay, Tally> pending = new LinkedHashMap<>();

  /**
   * Where a session was tried.
   *
   * @param from our own address; empty where no connection was made
   * @param host the mail exchanger's name
   */
  public record Place(Optional<InetAddress> from, String host, InetAddress to) {}

  SessionCounts(World world, TlsReportConfig config) {
    this.world = world;
    this.config = config;
  }

  /** A session as the policy wants it. */
  public void succeeded(ReportSubject subject) {
    count(subject, (tally, policy) -> tally.succeeded(policy, 1));
  }

  /** A session that failed, or that there could not be. */
  public void failed(ReportSubject subject, Flaw flaw, Place place) {
    Detail detail =
        new Detail(
            flaw.type(),
            place.from().map(InetAddress::getHostAddress).orElse(""),
            place.host(),
            place.to().getHostAddress(),
            flaw.reason());
    count(subject, (tally, policy) -> tally.failed(policy, detail, 1));
  }

  private interface Counting {
    void in(Tally tally, PolicyFacts policy);
  }

  private void count(ReportSubject subject, Counting counting) {
    if (!config.send()) {
      return;
    }
    DomainDay key = new DomainDay(DomainDay.dayOf(world.now()), subject.domain());
    lock.lock();
    try {
      if (!pending.containsKey(key) && pending.size() >= config.domainsMax()) {
        return;
      }
      Tally tally = pending.computeIfAbsent(key, _ -> new Tally(config.detailsMax()));
      counting.in(tally, subject.policy());
      for (ReportSubject.Aside aside : subject.asides()) {
        Flaw flaw = aside.flaw();
        tally.failed(aside.policy(), new Detail(flaw.type(), "", "", "", flaw.reason()), 1);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Takes what was counted. */
  Map<DomainDay, Tally> take() {
    lock.lock();
    try {
      Map<DomainDay, Tally> taken = pending;
      pending = new LinkedHashMap<>();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Gives back what could not be put into the store. */
  void giveBack(DomainDay key, Tally tally) {
    lock.lock();
    try {
      if (pending.containsKey(key) || pending.size() < config.domainsMax()) {
        pending.computeIfAbsent(key, _ -> new Tally(config.detailsMax())).add(tally);
      }
    } finally {
      lock.unlock();
    }
  }
}
