package mailroad.mta.report;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;

/**
 * By whom and when reports are sent, whatever they are about.
 *
 * @param organization who reports, in words; empty for this server's name
 * @param contact address that reports come from; empty for postmaster at this server's name
 * @param delayMax how long after the end of the day (UTC) reports are sent at the latest, each at a random moment
 * @param retryFirst how long to wait before a report is tried again; doubled each time
 * @param giveUpAfter how long a report is tried
 * @param domainsMax most domains of which is counted in a day
 * @param keptFor how long is remembered which reports were sent
 */
public record ReportTerms(
    String organization,
    String contact,
    Duration delayMax,
    Duration retryFirst,
    Duration giveUpAfter,
    int domainsMax,
    Duration keptFor) {
  /** Checks the bounds. */
  public ReportTerms {
    require(
        contact.isEmpty() || EmailAddress.parse(contact).isPresent(),
        "contact must be a mail address, or empty");
    require(
        delayMax.isPositive() && delayMax.compareTo(Duration.ofHours(12)) <= 0,
        "delay-max must be longer than zero and at most 12h");
    require(retryFirst.compareTo(Duration.ofMinutes(1)) >= 0, "retry-first must be at least 1m");
    require(giveUpAfter.compareTo(retryFirst) >= 0, "give-up-after must be at least retry-first");
    require(domainsMax >= 1, "domains-max must be at least 1");
    require(keptFor.compareTo(Duration.ofDays(2)) >= 0, "kept-for must be at least 2d");
  }

  /** The address that reports come from. */
  public EmailAddress contactAt(Domain hostname) {
    return Optional.of(contact)
        .filter(text -> !text.isEmpty())
        .flatMap(EmailAddress::parse)
        .orElseGet(() -> new EmailAddress("postmaster", hostname));
  }

  /** Who reports. */
  public String organizationAt(Domain hostname) {
    return organization.isEmpty() ? hostname.name() : organization;
  }

  /**
   * When a report is tried again, later and later; empty if that is over.
   *
   * @param first when it was first tried
   * @param attempts how often it was tried
   */
  public Optional<Instant> next(Instant first, int attempts, Instant now) {
    Instant next = now.plus(retryFirst.multipliedBy(1L << Math.clamp(attempts - 1, 0, 10)));
    return next.isAfter(first.plus(giveUpAfter)) ? Optional.empty() : Optional.of(next);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
