package mailroad.mailauth.dmarc;

import java.util.Locale;
import java.util.Optional;
import mailroad.kernel.Domain;
import mailroad.kernel.Why;

/**
 * Whether the domain in the From field is vouched for (RFC 7489 section 6.6).
 *
 * @param from the domain of the From field; empty if there is not exactly one
 * @param organisation its organisational domain (RFC 7489 section 3.2)
 * @param wanted what the domain wants done with this message if it fails, whether it is one of a sample considered
 * @param grounds the record that it was judged by; empty if there is none
 * @param why what was aligned with what
 */
public record DmarcResult(
    Code code,
    Optional<Domain> from,
    Optional<Domain> organisation,
    Policy wanted,
    Optional<Grounds> grounds,
    Why why) {
  /** A result without a record. */
  public DmarcResult(
      Code code, Optional<Domain> from, Optional<Domain> organisation, Policy wanted, Why why) {
    this(code, from, organisation, wanted, Optional.empty(), why);
  }

  /**
   * What a message was judged by.
   *
   * @param domain whose record it is
   * @param spf whether SPF passed for a domain that is aligned
   * @param dkim whether a signature holds of a domain that is aligned
   * @param spared whether the domain's policy would be a harder one, but is not meant for this message ({@code pct},
   *     {@code t})
   */
  public record Grounds(
      Domain domain, DmarcRecord record, boolean spf, boolean dkim, boolean spared) {}

  /** The results of RFC 7489 section 11.2. */
  public enum Code {
    /** The domain has no policy. */
    NONE,
    /** SPF or DKIM passed for a domain that is aligned. */
    PASS,
    /** Neither did. */
    FAIL,
    /** DNS failed; later it may not. */
    TEMPERROR,
    /** The record, or the From field, is broken. */
    PERMERROR;

    /** As in Authentication-Results. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What is to be done with mail that fails (RFC 7489 section 6.3). */
  public enum Policy {
    /** Nothing. */
    NONE,
    /** It is suspicious. */
    QUARANTINE,
    /** It is to be refused. */
    REJECT;

    /** As in the record. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
