package mailroad.mta.tls;

import java.time.Duration;
import java.util.List;
import mailroad.kernel.EmailAddress;
import mailroad.mta.report.ReportTerms;

/**
 * Reports about TLS (RFC 8460): what other domains are told of it, and where theirs are read.
 *
 * @param send whether sessions are counted, and domains that ask for it are told once a day how they went
 * @param organization who reports, in words; empty for this server's name
 * @param contact address that reports come from and that they name for questions; empty for postmaster at this
 *     server's name
 * @param delayMax how long after the end of the day (UTC) reports are sent at the latest, each at a random moment
 * @param retryFirst how long to wait before a report is tried again that could not be handed over; doubled each time
 * @param giveUpAfter how long a report is tried
 * @param domainsMax most domains of which sessions are counted in a day
 * @param detailsMax most kinds of failures that are told apart in the report of one day to one domain
 * @param keptFor how long is remembered which reports were sent and received
 * @param readAt addresses of mailboxes here where reports of others arrive, such as {@code tlsrpt@example.org}: they are
 *     read and summed up
 * @param packedOctetsMax largest report of others that is read, as it comes
 * @param unpackedOctetsMax largest report of others that is read, once unpacked
 * @param ratioMax how much larger a report may become by unpacking
 * @param receivedMax most reports of others that are kept
 */
public record TlsReportConfig(
    boolean send,
    String organization,
    String contact,
    Duration delayMax,
    Duration retryFirst,
    Duration giveUpAfter,
    int domainsMax,
    int detailsMax,
    Duration keptFor,
    List<String> readAt,
    int packedOctetsMax,
    int unpackedOctetsMax,
    int ratioMax,
    int receivedMax) {
  /** Reports go out within the four hours of RFC 8460 section 4.1, and for a day (RFC 8460 section 5.5). */
  public static final TlsReportConfig DEFAULT =
      new TlsReportConfig(
          true,
          "",
          "",
          Duration.ofHours(4),
          Duration.ofMinutes(10),
          Duration.ofDays(1),
          10_000,
          50,
          Duration.ofDays(30),
          List.of(),
          1 << 20,
          10 << 20,
          200,
          10_000);

  /** Checks the bounds. */
  public TlsReportConfig {
    // Its constructor checks what all reports have in common.
    new ReportTerms(organization, contact, delayMax, retryFirst, giveUpAfter, domainsMax, keptFor);
    require(detailsMax >= 1 && detailsMax <= 64, "details-max must be from 1 to 64");
    for (String address : readAt) {
      require(
          EmailAddress.parse(address).isPresent(),
          "read-at must be mail addresses, not \"%s\"".formatted(address));
    }
    require(packedOctetsMax >= 1024, "packed-octets-max must be at least 1024");
    require(
        unpackedOctetsMax >= packedOctetsMax && unpackedOctetsMax <= 100_000_000,
        "unpacked-octets-max must be at least packed-octets-max and at most 100000000");
    require(ratioMax >= 2, "ratio-max must be at least 2");
    require(receivedMax >= 1, "received-max must be at least 1");
    readAt = List.copyOf(readAt);
  }

  /** By whom and when reports are sent. */
  public ReportTerms terms() {
    return new ReportTerms(
        organization, contact, delayMax, retryFirst, giveUpAfter, domainsMax, keptFor);
  }

  /** The same, sessions being counted and told, or not. */
  public TlsReportConfig withSend(boolean other) {
    return copy(other, readAt, packedOctetsMax, unpackedOctetsMax, domainsMax, detailsMax);
  }

  /** The same, reports being read at these addresses. */
  public TlsReportConfig withReadAt(List<String> addresses) {
    return copy(send, addresses, packedOctetsMax, unpackedOctetsMax, domainsMax, detailsMax);
  }

  /** The same, reports of others being read up to these sizes. */
  public TlsReportConfig withSizes(int packed, int unpacked) {
    return copy(send, readAt, packed, unpacked, domainsMax, detailsMax);
  }

  /** The same with other bounds of what is counted. */
  public TlsReportConfig withBounds(int domains, int details) {
    return copy(send, readAt, packedOctetsMax, unpackedOctetsMax, domains, details);
  }

  /** A copy in which these differ. */
  private TlsReportConfig copy(
      boolean sent, List<String> addresses, int packed, int unpacked, int domains, int details) {
    return new TlsReportConfig(
        sent,
        organization,
        contact,
        delayMax,
        retryFirst,
        giveUpAfter,
        domains,
        details,
        keptFor,
        addresses,
        packed,
        unpacked,
        ratioMax,
        receivedMax);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
