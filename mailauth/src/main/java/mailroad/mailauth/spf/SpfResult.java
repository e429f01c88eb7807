package mailroad.mailauth.spf;

import java.util.Locale;
import mailroad.kernel.Why;

/**
 * What SPF says of a host and a domain (RFC 7208 section 2.6).
 *
 * @param domain whose record was asked; empty if there was none to ask
 * @param why what was looked up and matched
 */
public record SpfResult(Code code, String domain, Why why) {
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
