package mailroad.guard.report;

import mailroad.mta.report.ReportKind;
import mailroad.mta.report.ReportTerms;
import mailroad.store.StoreException;

/**
 * Aggregate reports of DMARC (RFC 7489 section 7.2).
 *
 * @param rowsMax most kinds of messages that are told apart by one node
 */
record DmarcReportKind(int rowsMax, ReportTerms terms) implements ReportKind<Tally> {
  private static final int NODES_TOLD_APART = 4;

  @Override
  public String word() {
    return "dmarc";
  }

  @Override
  public Tally tally() {
    return new Tally(rowsMax);
  }

  @Override
  public Tally sum() {
    return new Tally(rowsMax * NODES_TOLD_APART);
  }

  @Override
  public Tally read(byte[] octets) throws StoreException {
    return Tally.read(octets, rowsMax);
  }
}
