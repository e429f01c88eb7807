package mailroad.mailauth.arc;

import java.util.List;
import mailroad.kernel.Domain;

/**
 * What servers on the way found before they changed a message.
 *
 * @param seal whether what goes on to others is sealed, where there is an RSA key to do it with
 * @param domain whose key seals; empty for this server's name, or the nearest domain above it that has keys
 * @param trustedSealers domains whose word counts that a message had passed DMARC before they changed it
 * @param setsMax most ARC sets of one message that are looked at
 */
public record ArcConfig(boolean seal, String domain, List<String> trustedSealers, int setsMax) {
  /** RFC 8617 section 4.2.1: 50 sets and no more. */
  private static final int INSTANCES_MAX = 50;

  /** Seals, and trusts nobody. */
  public static final ArcConfig DEFAULT = new ArcConfig(true, "", List.of(), INSTANCES_MAX);

  /** Checks names and bounds. */
  public ArcConfig {
    trustedSealers = List.copyOf(trustedSealers);
    require(domain.isEmpty() || isDomain(domain), "domain must be one such as example.org");
    for (String sealer : trustedSealers) {
      require(isDomain(sealer), "trusted-sealers must be domains, not \"%s\"".formatted(sealer));
    }
    require(
        setsMax >= 1 && setsMax <= INSTANCES_MAX,
        "sets-max must be from 1 to %d".formatted(INSTANCES_MAX));
  }

  /** Whether a sealer's word counts. */
  public boolean trusts(Domain sealer) {
    return trustedSealers.stream().map(Domain::new).anyMatch(sealer::equals);
  }

  private static boolean isDomain(String text) {
    return Domain.parse(text).filter(domain -> !domain.isLiteral()).isPresent();
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
