package mailroad.sasl;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How users may log in.
 *
 * @param mechanisms what is offered at most; each where it can work: tokens with {@code oauth}, certificates with {@code
 *     tls.client-authorities}, channel binding over TLS
 */
public record AuthConfig(List<String> mechanisms) {
  /**
   * All but SCRAM-SHA-256-PLUS: clients that choose it without being able to bind, as mutt with GNU SASL does over TLS
   * 1.3, could not log in at all.
   */
  public static final AuthConfig DEFAULT =
      new AuthConfig(
          Arrays.stream(Mechanism.values())
              .filter(mechanism -> mechanism != Mechanism.SCRAM_SHA_256_PLUS)
              .map(Mechanism::word)
              .toList());

  /** Each must be a mechanism that is spoken here. */
  public AuthConfig {
    mechanisms = List.copyOf(mechanisms);
    for (String name : mechanisms) {
      if (Mechanism.named(name).isEmpty()) {
        throw new IllegalArgumentException(
            "mechanisms must be of %s: %s".formatted(Arrays.toString(Mechanism.values()), name));
      }
    }
  }

  /** What is offered at most. */
  public Set<Mechanism> known() {
    Set<Mechanism> known = EnumSet.noneOf(Mechanism.class);
    mechanisms.stream().map(Mechanism::named).flatMap(Optional::stream).forEach(known::add);
    return known;
  }
}
