package mailroad.mailauth.dkim;

import java.util.Locale;
import java.util.Optional;
import mailroad.kernel.Domain;
import mailroad.kernel.Why;

/**
 * What became of one DKIM signature (RFC 6376 section 3.9, RFC 8601 section 2.7.1).
 *
 * @param domain who signed ({@code d=}); empty if the field does not say
 * @param selector of the key ({@code s=})
 * @param identity for whom ({@code i=})
 * @param algorithm such as {@code ed25519-sha256}
 * @param mark the first characters of the signature ({@code b=}), which tell several of one domain apart (RFC 6008)
 * @param testing whether the domain says that it is only testing ({@code t=y})
 * @param why how the signature was checked
 */
public record DkimResult(
    Code code,
    Optional<Domain> domain,
    String selector,
    String identity,
    String algorithm,
    String mark,
    boolean testing,
    Why why) {
  /**
   * The result of a signature of which no more is known than whose it is, or not even that.
   *
   * @param why how that came
   */
  public static DkimResult of(Code code, Optional<Domain> domain, Why why) {
    return new DkimResult(code, domain, "", "", "", "", false, why);
  }

  /** The results of RFC 8601 section 2.7.1. */
  public enum Code {
    /** There is no signature. */
    NONE,
    /** It holds. */
    PASS,
    /** It does not. */
    FAIL,
    /** It holds or not, but is not to be relied on: too weak a key, or too little of the message signed. */
    POLICY,
    /** It cannot be read. */
    NEUTRAL,
    /** DNS failed; later it may not. */
    TEMPERROR,
    /** The key is missing or broken. */
    PERMERROR;

    /** As in Authentication-Results. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
