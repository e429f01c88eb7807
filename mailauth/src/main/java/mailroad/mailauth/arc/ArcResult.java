package mailroad.mailauth.arc;

import java.util.List;
import java.util.Locale;
import mailroad.kernel.Domain;
import mailroad.kernel.Why;

/**
 * Whether the chain of ARC sets holds (RFC 8617 section 5.2).
 *
 * @param sealers who sealed, the oldest first
 * @param findings what each of them had found: the unfolded values of their ARC-Authentication-Results fields. Only to
 *     be believed where the chain holds, and as far as its sealers are
 * @param why how the chain was checked
 */
public record ArcResult(Code code, List<Domain> sealers, List<String> findings, Why why) {
  /** The record's lists do not change. */
  public ArcResult {
    sealers = List.copyOf(sealers);
    findings = List.copyOf(findings);
  }

  /** A result without findings. */
  public ArcResult(Code code, List<Domain> sealers, Why why) {
    this(code, sealers, List.of(), why);
  }

  /** The chain validation states of RFC 8617 section 4.4. */
  public enum Code {
    /** There are no ARC sets. */
    NONE,
    /** All of it holds. */
    PASS,
    /** It does not. */
    FAIL;

    /** As in Authentication-Results. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
