package mailroad.dns;

import java.time.Instant;
import java.util.Optional;

/**
 * A key that trust may begin with, and where it stands in its life (RFC 5011 section 4.2).
 *
 * @param ds what a DS record says of the key: tag, algorithm, digest type and digest
 * @param since when it came to this state
 * @param until when the state may end by itself: a key that waits is trusted then, a revoked one forgotten
 * @param configured whether the configuration or this version names it; else it was learned from keys trusted before
 */
public record TrustAnchor(
    String ds, State state, Instant since, Optional<Instant> until, boolean configured) {
  /** What is thought of a key. */
  public enum State {
    /** New: it must stay for its hold-down time before it is trusted. */
    PENDING,
    /** Trusted. */
    VALID,
    /** Trusted, but not among the zone's keys when they were last seen. */
    MISSING,
    /** Its holder has revoked it: never to be trusted again. */
    REVOKED,
    /** Revoked long ago. */
    REMOVED
  }

  /** Whether trust may begin with it now. */
  public boolean isTrusted() {
    return state == State.VALID || state == State.MISSING;
  }

  /** By which signatures call the key; not unique. */
  public int keyTag() {
    return Integer.parseInt(ds.substring(0, ds.indexOf(' ')));
  }

  TrustAnchor become(State other, Instant now, Optional<Instant> end) {
    return new TrustAnchor(ds, other, now, end, configured);
  }

  TrustAnchor configured(boolean isNow) {
    return new TrustAnchor(ds, state, since, until, isNow);
  }
}
