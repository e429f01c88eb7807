package mailroad.mailauth.dkim;

import java.security.PrivateKey;
import java.security.PublicKey;
import mailroad.kernel.Domain;

/** A domain's pair of keys under a selector. What is secret of it is never shown. */
public record SigningKey(
    Domain domain, String selector, Algorithm algorithm, PrivateKey secret, PublicKey published) {
  /** A selector and its domain make a name in DNS, and the algorithm is one that may be used. */
  public SigningKey {
    if (Domain.parse(KeyLookup.name(selector, domain)).isEmpty()) {
      throw new IllegalArgumentException("selector must be a name such as s2026");
    }
    if (!algorithm.isStrong()) {
      throw new IllegalArgumentException(algorithm + " must not be used");
    }
  }

  /** Where its public half is published. */
  public String name() {
    return KeyLookup.name(selector, domain);
  }

  /** How strong it is, in bits. */
  public int bits() {
    return Crypto.bits(published);
  }

  @Override
  public String toString() {
    return "%s %s".formatted(algorithm, name());
  }
}
