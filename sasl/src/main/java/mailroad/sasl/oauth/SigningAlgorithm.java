package mailroad.sasl.oauth;

import com.nimbusds.jose.JOSEException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/** How tokens are signed. All have a key that is public; none has one that both sides share. */
public enum SigningAlgorithm {
  /** RFC 7518 section 3.3. */
  RS256("SHA256withRSA", 0, "RS256", "RS256"),
  /** RFC 7518 section 3.4: both numbers, 32 octets each. */
  ES256("SHA256withECDSAinP1363Format", 64, "ES256", "ES256"),
  /** RFC 8037 section 3.1; the second name is that of RFC 9864 section 2.2. */
  ED25519("Ed25519", 64, "EdDSA", "Ed25519");

  private static final int ED25519_OCTETS = 32;

  /** RFC 8410 section 4: what stands before the key in SubjectPublicKeyInfo. */
  private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  private final String java;
  private final int signatureOctets;
  private final String word;
  private final String otherWord;

  /**
   * An algorithm.
   *
   * @param java its name in Java
   * @param signatureOctets length of each signature; 0 leaves it to the key
   * @param word what tokens and keys call it
   * @param otherWord what they call it, too
   */
  SigningAlgorithm(String java, int signatureOctets, String word, String otherWord) {
    this.java = java;
    this.signatureOctets = signatureOctets;
    this.word = word;
    this.otherWord = otherWord;
  }

  /** Whether {@code alg} means this one. */
  boolean isCalled(String name) {
    return name.equals(word) || name.equals(otherWord);
  }

  /** Whether the owner of this key has signed. */
  boolean verifies(PublicKey key, byte[] signed, byte[] signature) {
    if (signatureOctets != 0 && signature.length != signatureOctets) {
      return false;
    }
    try {
      Signature verifier = Signature.getInstance(java);
      verifier.initVerify(key);
      verifier.update(signed);
      return verifier.verify(signature);
    } catch (SignatureException e) {
      return false; // not of the form of a signature
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + java, e);
    }
  }

  /** RFC 8037 section 2: {@code x} as a key. */
  static PublicKey ed25519(byte[] x) throws JOSEException {
    if (x.length != ED25519_OCTETS) {
      throw new JOSEException("an Ed25519 key of %d octets".formatted(x.length));
    }
    byte[] encoded = new byte[ED25519_PREFIX.length + ED25519_OCTETS];
    System.arraycopy(ED25519_PREFIX, 0, encoded, 0, ED25519_PREFIX.length);
    System.arraycopy(x, 0, encoded, ED25519_PREFIX.length, ED25519_OCTETS);
    try {
      return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    } catch (GeneralSecurityException e) {
      throw new JOSEException("no Ed25519 key", e);
    }
  }
}
