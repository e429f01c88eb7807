package mailroad.mailauth;

import java.util.List;
import java.util.Optional;
import mailroad.kernel.Domain;
import mailroad.kernel.Why;
import mailroad.mailauth.arc.ArcConfig;
import mailroad.mailauth.arc.ArcResult;

/**
 * Whether sealers whom we trust vouch for a message that fails DMARC here: since a forwarder or a list changed it, or
 * sent it on from another host (RFC 8617 section 7.2.1). Pure.
 */
public final class ArcTrust {
  private final ArcConfig config;

  /** Trusts whom this configuration names. */
  public ArcTrust(ArcConfig config) {
    this.config = config;
  }

  /**
   * Who vouches, and why: the chain holds, one of its sealers found that DMARC passed for the From domain, and it and
   * all after it are trusted, since any of these could have written what it liked.
   */
  public Optional<Why> vouches(ArcResult arc, Domain from) {
    List<Domain> sealers = arc.sealers();
    if (arc.code() != ArcResult.Code.PASS || sealers.size() != arc.findings().size()) {
      return Optional.empty();
    }
    for (int i = sealers.size() - 1; i >= 0 && config.trusts(sealers.get(i)); i--) {
      boolean passed =
          AuthenticationResults.parseArc(arc.findings().get(i))
              .filter(found -> found.says("dmarc", "pass", "header.from", from.name()))
              .isPresent();
      if (passed) {
        return Optional.of(
            new Why(
                "%s found that DMARC passed for %s, and is trusted".formatted(sealers.get(i), from),
                List.of(arc.why())));
      }
    }
    return Optional.empty();
  }
}
