package mailroad.mailauth.dkim;

import java.util.Locale;
import java.util.Optional;

/** How signatures are made (RFC 6376 section 3.3, RFC 8463 section 3). */
public enum Algorithm {
  /** RSA over SHA-256. */
  RSA_SHA256("rsa"),
  /** Ed25519 over SHA-256 (RFC 8463 section 3). */
  ED25519_SHA256("ed25519"),
  /** RSA over SHA-1, which must not be used (RFC 8301 section 3.1). */
  RSA_SHA1("rsa");

  private final String keyType;

  Algorithm(String keyType) {
    this.keyType = keyType;
  }

  /** Reads an {@code a=} tag. */
  public static Optional<Algorithm> parse(String text) {
    for (Algorithm algorithm : values()) {
      if (algorithm.toString().equals(text.toLowerCase(Locale.ROOT))) {
        return Optional.of(algorithm);
      }
    }
    return Optional.empty();
  }

  /** The {@code k=} of its keys. */
  public String keyType() {
    return keyType;
  }

  /** Whether what it signs may be believed. */
  public boolean isStrong() {
    return this != RSA_SHA1;
  }

  /** As in the {@code a=} tag. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
