package mailroad.mailauth.spf;

import java.util.Locale;
import java.util.Optional;
import mailroad.kernel.Why;

/**
 * What SPF says of a host and a domain (RFC 7208 section 2.6).
 *
 * @param domain whose record was asked; empty if there was none to ask
 * @param explanation what the domain says to those whom it fails (RFC 7208 section 6.2): its words, not ours, in printable
 *     ASCII
 * @param why what was looked up and matched
 */
public record SpfResult(Code code, String domain, Optional<String> explanation, Why why) {
  /** A result without words of the domain. */
  public SpfResult(Code code, String domain, Why why) {
    this(code, domain, Optional.empty(), why);
  }

  /** The results of RFC 7208 section 2.6. */
  public enum Code {
    /** There is no record. */
    NONE,
    /** The domain says nothing of the host. */
    NEUTRAL,
    /** The host may send. */
    PASS,
    /** The host may not send. */
    FAIL,
    /** The host probably may not send. */
    SOFTFAIL,
    /** DNS failed; later it may not. */
    TEMPERROR,
    /** The record is broken. */
    PERMERROR;

    /** As in Authentication-Results (RFC 8601 section 2.7.2). */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
