package mailroad.guard.report;

import java.time.Duration;
import mailroad.mta.report.ReportTerms;

/**
 * Aggregate reports of DMARC (RFC 7489 section 7.2): what domains are told of mail in their name.
 *
 * @param send whether messages are counted, and domains that ask for it are told once a day who sent in their name
 * @param organization who reports, in words; empty for this server's name
 * @param contact address that reports come from; empty for postmaster at this server's name
 * @param delayMax how long after the end of the day (UTC) reports are sent at the latest, each at a random moment
 * @param retryFirst how long to wait before a report is tried again; doubled each time
 * @param giveUpAfter how long a report is tried
 * @param domainsMax most domains of which messages are counted in a day
 * @param rowsMax most kinds of messages that are told apart in the report of one day to one domain
 * @param targetsMax most addresses that one report goes to
 * @param packedOctetsMax largest report that is sent, as it is packed
 * @param keptFor how long is remembered which reports were sent
 */
public record DmarcReportConfig(
    boolean send,
    String organization,
    String contact,
    Duration delayMax,
    Duration retryFirst,
    Duration giveUpAfter,
    int domainsMax,
    int rowsMax,
    int targetsMax,
    int packedOctetsMax,
    Duration keptFor) {
  /** Reports go out within four hours, and for a day. */
  public static final DmarcReportConfig DEFAULT =
      new DmarcReportConfig(
          true,
          "",
          "",
          Duration.ofHours(4),
          Duration.ofMinutes(10),
          Duration.ofDays(1),
          10_000,
          200,
          4,
          2 << 20,
          Duration.ofDays(30));

  /** Checks the bounds. */
  public DmarcReportConfig {
    // Its constructor checks what all reports have in common.
    new ReportTerms(organization, contact, delayMax, retryFirst, giveUpAfter, domainsMax, keptFor);
    require(rowsMax >= 1 && rowsMax <= 200, "rows-max must be from 1 to 200");
    require(targetsMax >= 1 && targetsMax <= 20, "targets-max must be from 1 to 20");
    require(packedOctetsMax >= 1024, "packed-octets-max must be at least 1024");
  }

  /** By whom and when reports are sent. */
  ReportTerms terms() {
    return new ReportTerms(
        organization, contact, delayMax, retryFirst, giveUpAfter, domainsMax, keptFor);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
