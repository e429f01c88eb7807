package mailroad.mta.tls.report;

import java.net.InetAddress;
import java.util.Optional;
import mailroad.mta.report.DayCounts;
import mailroad.mta.tls.Flaw;
import mailroad.mta.tls.PolicyFacts;
import mailroad.mta.tls.ReportSubject;

/** How new sessions went. Any number of tasks may count. */
public final class SessionCounts {
  private final boolean on;
  private final DayCounts<Tally> counts;

  /**
   * Where a session was tried.
   *
   * @param from our own address; empty where no connection was made
   * @param host the mail exchanger's name
   */
  public record Place(Optional<InetAddress> from, String host, InetAddress to) {}

  /**
   * Counts.
   *
   * @param on whether it does
   */
  SessionCounts(boolean on, DayCounts<Tally> counts) {
    this.on = on;
    this.counts = counts;
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
    if (!on) {
      return;
    }
    counts.count(
        subject.domain(),
        tally -> {
          counting.in(tally, subject.policy());
          for (ReportSubject.Aside aside : subject.asides()) {
            Flaw flaw = aside.flaw();
            tally.failed(aside.policy(), new Detail(flaw.type(), "", "", "", flaw.reason()), 1);
          }
        });
  }
}
