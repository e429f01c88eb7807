package mailroad.app;

import java.util.ArrayList;
import java.util.List;
import mailroad.app.admin.AdminException;
import mailroad.app.admin.Arguments;
import mailroad.app.admin.Operations;
import mailroad.mta.tls.report.Detail;
import mailroad.mta.tls.report.Tally;
import mailroad.mta.tls.report.TlsReport;
import mailroad.mta.tls.report.TlsReports;
import mailroad.store.StoreException;

/** What an administrator sees of reports about TLS: what we count and send, and what others sent us. */
final class TlsOperations {
  private final TlsReports reports;

  TlsOperations(TlsReports reports) {
    this.reports = reports;
  }

  void addTo(Operations operations) {
    operations.add("tls.reports", this::reports);
  }

  /** Failures that are told together. */
  record FailureView(
      String type, String from, String host, String address, String reason, long sessions) {}

  /** Sessions under one policy. */
  record PolicyView(
      String type,
      String domain,
      List<String> policy,
      List<String> hosts,
      long successes,
      long failed,
      List<FailureView> failures) {}

  /** What is counted, and not told yet. */
  record CountedView(
      String day, String domain, long successes, long failed, List<PolicyView> policies) {}

  /** A report of ours. */
  record SentView(
      String day,
      String domain,
      String id,
      long successes,
      long failed,
      boolean settled,
      String reason,
      List<TlsReports.Delivery> to) {}

  /** A report of others. */
  record ReceivedView(
      String start,
      String end,
      String organization,
      String contact,
      String id,
      String sender,
      String received,
      long successes,
      long failed,
      List<PolicyView> policies) {}

  /** All three. */
  record View(List<CountedView> counted, List<SentView> sent, List<ReceivedView> received) {}

  private Object reports(Arguments arguments) throws StoreException, AdminException {
    ReportAsk ask = ReportAsk.of(arguments);
    return new View(
        reports.collected(ask.limit()).stream()
            .filter(one -> ask.isFor(one.about().domain().name()))
            .map(TlsOperations::counted)
            .toList(),
        reports.sent(ask.limit()).stream()
            .filter(one -> ask.isFor(one.about().domain().name()))
            .map(TlsOperations::sent)
            .toList(),
        reports.received(ask.limit()).stream()
            .filter(one ->
                ask.domain().isEmpty()
                    || one.report().tally().parts().stream()
                        .anyMatch(part -> ask.isFor(part.policy().domain())))
            .map(TlsOperations::received)
            .toList());
  }

  private static CountedView counted(TlsReports.Collected one) {
    return new CountedView(
        one.about().day().toString(),
        one.about().domain().name(),
        one.tally().successes(),
        one.tally().failures(),
        policies(one.tally()));
  }

  private static SentView sent(TlsReports.Sent one) {
    return new SentView(
        one.about().day().toString(),
        one.about().domain().name(),
        one.id(),
        one.successes(),
        one.failures(),
        one.settled(),
        one.reason(),
        one.to());
  }

  private static ReceivedView received(TlsReports.Received one) {
    TlsReport report = one.report();
    return new ReceivedView(
        report.start().toString(),
        report.end().toString(),
        report.organization(),
        report.contact(),
        report.id(),
        one.sender(),
        one.at().toString(),
        report.tally().successes(),
        report.tally().failures(),
        policies(report.tally()));
  }

  private static List<PolicyView> policies(Tally tally) {
    List<PolicyView> out = new ArrayList<>();
    for (Tally.Part part : tally.parts()) {
      List<FailureView> failures = new ArrayList<>();
      part.failures().forEach((detail, sessions) -> failures.add(failure(detail, sessions)));
      out.add(
          new PolicyView(
              part.policy().kind().word(),
              part.policy().domain(),
              part.policy().lines(),
              part.policy().hosts(),
              part.successes(),
              part.failed(),
              failures));
    }
    return out;
  }

  private static FailureView failure(Detail detail, long sessions) {
    return new FailureView(
        detail.type().word(), detail.from(), detail.host(), detail.to(), detail.reason(), sessions);
  }
}
