package mailroad.app;

import java.util.List;
import mailroad.app.admin.AdminException;
import mailroad.app.admin.Arguments;
import mailroad.app.admin.Operations;
import mailroad.guard.report.DmarcReports;
import mailroad.guard.report.received.Overview;
import mailroad.guard.report.received.ReceivedReports;
import mailroad.kernel.Domain;
import mailroad.mailauth.MailAuth;
import mailroad.mailauth.dmarc.Discovery;
import mailroad.mailauth.dmarc.DmarcRecord;
import mailroad.store.StoreException;

/** What an administrator sees of DMARC: what a domain publishes, and the reports about mail in the name of domains. */
final class DmarcOperations {
  private static final int DAYS = 30;
  private static final int DAYS_MAX = 3650;

  private final MailAuth auth;
  private final DmarcReports reports;
  private final ReceivedReports received;

  DmarcOperations(MailAuth auth, DmarcReports reports, ReceivedReports received) {
    this.auth = auth;
    this.reports = reports;
    this.received = received;
  }

  void addTo(Operations operations) {
    operations.add("dmarc.reports", this::reports);
    operations.add("dmarc.check", this::check);
  }

  /** What we tell others, and what they tell us. */
  record View(
      List<DmarcReports.Collected> counted, List<DmarcReports.Sent> sent, Overview received) {}

  private Object reports(Arguments arguments) throws StoreException, AdminException {
    ReportAsk ask = ReportAsk.of(arguments);
    int days = Math.clamp(arguments.number("days", DAYS), 1, DAYS_MAX);
    return new View(
        reports.collected(ask.limit()).stream().filter(one -> ask.isFor(one.domain())).toList(),
        reports.sent(ask.limit()).stream().filter(one -> ask.isFor(one.domain())).toList(),
        received.overview(ask.domain(), days, ask.limit()));
  }

  /**
   * What is wanted of mail in the name of a domain.
   *
   * @param at whose record says so
   * @param policy for that domain itself
   * @param below for domains below it
   */
  record CheckView(
      String domain,
      String organisation,
      String at,
      String policy,
      String below,
      String spf,
      String dkim,
      int percent,
      boolean testing,
      List<String> reports,
      String why) {}

  private Object check(Arguments arguments) throws AdminException, InterruptedException {
    Domain domain = arguments.domain("domain");
    Discovery found = auth.policy(domain);
    String organisation = found.organisation().map(Domain::name).orElse("");
    String why = found.why().toString();
    if (!(found instanceof Discovery.Found(var at, _, var record, _))) {
      return new CheckView(
          domain.name(), organisation, "", "", "", "", "", 0, false, List.of(), why);
    }
    return new CheckView(
        domain.name(),
        organisation,
        at.name(),
        record.policy().toString(),
        record.below().orElse(record.policy()).toString(),
        alignment(record.spf()),
        alignment(record.dkim()),
        record.percent(),
        record.testing(),
        record.reports().stream().map(Object::toString).toList(),
        why);
  }

  private static String alignment(DmarcRecord.Alignment alignment) {
    return alignment == DmarcRecord.Alignment.STRICT ? "strict" : "relaxed";
  }
}
