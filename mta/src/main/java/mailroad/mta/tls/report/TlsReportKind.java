package mailroad.mta.tls.report;

import mailroad.mta.report.ReportKind;
import mailroad.mta.report.ReportTerms;
import mailroad.store.StoreException;

/**
 * Reports about TLS (RFC 8460).
 *
 * @param detailsMax most kinds of failures that are told apart in one report
 */
record TlsReportKind(int detailsMax, ReportTerms terms) implements ReportKind<Tally> {
  @Override
  public String word() {
    return "tls";
  }

  @Override
  public Tally tally() {
    return new Tally(detailsMax);
  }

  @Override
  public Tally read(byte[] octets) throws StoreException {
    return TallyRecords.read(octets, detailsMax);
  }
}
