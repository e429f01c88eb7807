package mailroad.sasl.oauth;

import java.security.PublicKey;
import java.util.Optional;

/**
 * A public key of an issuer.
 *
 * @param id what tokens call it; empty if it has no name
 * @param algorithm the only one that it is good for
 */
public record VerificationKey(Optional<String> id, SigningAlgorithm algorithm, PublicKey key) {
  /** Whether this key's other half made the signature. */
  boolean verifies(byte[] signed, byte[] signature) {
    return algorithm.verifies(key, signed, signature);
  }
}
