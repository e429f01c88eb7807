package mailroad.dns;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A zone whose keys trust begins with, and what is known of them (RFC 5011 section 2). Without any trusted key it counts
 * as if it had never been one (RFC 5011 section 5).
 *
 * @param zone its name; {@code .} for the root
 * @param seen when its keys were last seen and proven by a trusted one
 * @param nextLook when they are looked at again
 * @param note why the last look proved nothing; empty if it did
 */
public record TrustPoint(
    String zone, List<TrustAnchor> anchors, Optional<Instant> seen, Instant nextLook, String note) {
  /** The record's list does not change. */
  public TrustPoint {
    anchors = List.copyOf(anchors);
  }

  /** The keys that are trusted now. */
  public List<TrustAnchor> trusted() {
    return anchors.stream().filter(TrustAnchor::isTrusted).toList();
  }
}
