package mailroad.mailauth.dkim;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.Optional;

/** The arithmetic of signatures: RSA (RFC 8017) and Ed25519 (RFC 8032), both over SHA-256. Pure. */
public final class Crypto {
  private static final int ED25519_OCTETS = 32;

  /** SubjectPublicKeyInfo of an Ed25519 key up to the key itself (RFC 8410 section 4). */
  private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  /** AlgorithmIdentifier of RSA (RFC 3279 section 2.3.1). */
  private static final byte[] RSA_IDENTIFIER =
      HexFormat.of().parseHex("300d06092a864886f70d0101010500");

  private Crypto() {}

  /** A new digest. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Signs octets. */
  public static byte[] sign(Algorithm algorithm, PrivateKey key, byte[] octets) {
    try {
      Signature signature = signature(algorithm);
      signature.initSign(key);
      signature.update(signed(algorithm, octets));
      return signature.sign();
    } catch (InvalidKeyException | SignatureException e) {
      // A key that does not fit its algorithm was refused when it was read.
      throw new IllegalStateException("cannot sign with this key", e);
    }
  }

  /** Whether a signature holds. */
  public static boolean verify(
      Algorithm algorithm, PublicKey key, byte[] octets, byte[] signature) {
    try {
      Signature check = signature(algorithm);
      check.initVerify(key);
      check.update(signed(algorithm, octets));
      return check.verify(signature);
    } catch (InvalidKeyException | SignatureException e) {
      return false; // no signature of that key has this form
    }
  }

  /** RFC 8463 section 3: what Ed25519 signs is itself a hash. */
  private static byte[] signed(Algorithm algorithm, byte[] octets) {
    return algorithm == Algorithm.ED25519_SHA256 ? sha256().digest(octets) : octets;
  }

  private static Signature signature(Algorithm algorithm) {
    try {
      return Signature.getInstance(
          switch (algorithm) {
            case RSA_SHA256 -> "SHA256withRSA";
            case ED25519_SHA256 -> "Ed25519";
            case RSA_SHA1 ->
                throw new IllegalArgumentException("RFC 8301 section 3.1 rules SHA-1 out");
          });
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has these", e);
    }
  }

  /**
   * Reads the public key of a key record: for RSA a SubjectPublicKeyInfo or an RSAPublicKey (RFC 6376 section 3.6.1 and
   * its errata), for Ed25519 the 32 octets (RFC 8463 section 4).
   */
  static Optional<PublicKey> publicKey(String type, byte[] octets) {
    if (type.equals("ed25519")) {
      return octets.length == ED25519_OCTETS
          ? read("Ed25519", join(ED25519_PREFIX, octets))
          : Optional.empty();
    }
    return read("RSA", octets)
        .or(() ->
            read("RSA", der(0x30, join(RSA_IDENTIFIER, der(0x03, join(new byte[1], octets))))));
  }

  private static Optional<PublicKey> read(String family, byte[] encoded) {
    try {
      return Optional.of(
          KeyFactory.getInstance(family).generatePublic(new X509EncodedKeySpec(encoded)));
    } catch (InvalidKeySpecException e) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + family, e);
    }
  }

  /** The public key as a key record has it (RFC 6376 section 3.6.1, RFC 8463 section 4). */
  static byte[] published(PublicKey key) {
    byte[] encoded = key.getEncoded();
    if (key instanceof RSAPublicKey) {
      return encoded;
    }
    byte[] out = new byte[ED25519_OCTETS];
    System.arraycopy(encoded, encoded.length - ED25519_OCTETS, out, 0, ED25519_OCTETS);
    return out;
  }

  /** How strong a key is, in bits. */
  static int bits(PublicKey key) {
    return key instanceof RSAPublicKey rsa ? rsa.getModulus().bitLength() : 8 * ED25519_OCTETS;
  }

  /** A value of ASN.1 with its tag and length (X.690 section 8.1). */
  static byte[] der(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(content.length + 4);
    out.write(tag);
    int length = content.length;
    if (length < 128) {
      out.write(length);
    } else if (length < 256) {
      out.write(0x81);
      out.write(length);
    } else if (length < 65_536) {
      out.write(0x82);
      out.write(length >> 8);
      out.write(length);
    } else {
      out.write(0x83);
      out.write(length >> 16);
      out.write(length >> 8);
      out.write(length);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  static byte[] join(byte[] first, byte[] second) {
    byte[] out = new byte[first.length + second.length];
    System.arraycopy(first, 0, out, 0, first.length);
    System.arraycopy(second, 0, out, first.length, second.length);
    return out;
  }
}
