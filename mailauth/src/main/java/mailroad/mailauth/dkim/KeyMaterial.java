package mailroad.mailauth.dkim;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import mailroad.kernel.Domain;

/** Makes and reads pairs of keys. Pure, but for the randomness of the Java platform in new keys. */
public final class KeyMaterial {
  /** PrivateKeyInfo of an RSA key up to the key itself: version and AlgorithmIdentifier (RFC 5958 section 2). */
  private static final byte[] RSA_PREFIX =
      HexFormat.of().parseHex("020100300d06092a864886f70d0101010500");

  private static final int RSA_BITS_MIN = 1_024;

  private KeyMaterial() {}

  /**
   * A new pair of keys; takes a moment.
   *
   * @param rsaBits how long it is if it is for RSA
   */
  public static SigningKey create(
      Domain domain, String selector, Algorithm algorithm, int rsaBits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(family(algorithm));
      if (algorithm != Algorithm.ED25519_SHA256) {
        generator.initialize(rsaBits);
      }
      KeyPair pair = generator.generateKeyPair();
      return new SigningKey(domain, selector, algorithm, pair.getPrivate(), pair.getPublic());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java makes such keys", e);
    }
  }

  private static String family(Algorithm algorithm) {
    return algorithm == Algorithm.ED25519_SHA256 ? "Ed25519" : "RSA";
  }

  /**
   * Reads a private key in PEM: {@code PRIVATE KEY} (RFC 5958) or {@code RSA PRIVATE KEY} (RFC 8017 appendix A.1.2).
   *
   * @throws KeyException if it is none that can sign; its text tells nothing of the key
   */
  public static SigningKey read(Domain domain, String selector, String pem) throws KeyException {
    boolean bare = pem.contains("-----BEGIN RSA PRIVATE KEY-----");
    byte[] octets = octets(pem, bare ? "RSA PRIVATE KEY" : "PRIVATE KEY");
    return decode(
        domain,
        selector,
        bare ? Crypto.der(0x30, Crypto.join(RSA_PREFIX, Crypto.der(0x04, octets))) : octets);
  }

  private static byte[] octets(String pem, String label) throws KeyException {
    String begin = "-----BEGIN " + label + "-----";
    int from = pem.indexOf(begin);
    int to = pem.indexOf("-----END " + label + "-----");
    if (from < 0 || to < from) {
      throw new KeyException("there is no private key in PEM, or it has a password");
    }
    try {
      return Base64.getMimeDecoder().decode(pem.substring(from + begin.length(), to));
    } catch (IllegalArgumentException e) {
      throw new KeyException("the private key is not base64");
    }
  }

  /**
   * Reads a private key in PKCS #8 (RFC 5958).
   *
   * @throws KeyException if it is none that can sign
   */
  public static SigningKey decode(Domain domain, String selector, byte[] pkcs8)
      throws KeyException {
    Optional<PrivateKey> rsa = read("RSA", pkcs8);
    if (rsa.isPresent() && rsa.get() instanceof RSAPrivateCrtKey key) {
      SigningKey read = new SigningKey(domain, selector, Algorithm.RSA_SHA256, key, published(key));
      if (read.bits() < RSA_BITS_MIN) {
        throw new KeyException("the RSA key has fewer than %d bits".formatted(RSA_BITS_MIN));
      }
      return read;
    }
    Optional<PrivateKey> edwards = read("Ed25519", pkcs8);
    if (edwards.isPresent() && edwards.get() instanceof EdECPrivateKey key) {
      byte[] seed = key.getBytes().orElseThrow(() -> new KeyException("the key is not to be read"));
      PublicKey published =
          Crypto.publicKey("ed25519", Ed25519.publicKey(seed))
              .orElseThrow(() -> new KeyException("the key is no point of its curve"));
      return new SigningKey(domain, selector, Algorithm.ED25519_SHA256, key, published);
    }
    throw new KeyException("the private key is neither RSA nor Ed25519");
  }

  private static Optional<PrivateKey> read(String family, byte[] pkcs8) {
    try {
      return Optional.of(
          KeyFactory.getInstance(family).generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
    } catch (InvalidKeySpecException e) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + family, e);
    }
  }

  private static PublicKey published(RSAPrivateCrtKey key) {
    try {
      return KeyFactory.getInstance("RSA")
          .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a private key has a public half", e);
    }
  }

  /** The public half of an Ed25519 key from its seed (RFC 8032 section 5.1.5), which Java can do, but does not offer. */
  private static final class Ed25519 {
    private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
    private static final BigInteger D =
        BigInteger.valueOf(-121_665).multiply(BigInteger.valueOf(121_666).modInverse(P)).mod(P);
    private static final Point BASE =
        new Point(
            new BigInteger(
                "15112221349535400772501151409588531511454012693041857206046113283949847762202"),
            new BigInteger(
                "46316835694926478169428394003475163141307993866256225615783033603165251855960"));

    /** A point of the curve. */
    private record Point(BigInteger x, BigInteger y) {
      Point plus(Point other) {
        BigInteger product = D.multiply(x).multiply(other.x).multiply(y).multiply(other.y).mod(P);
        BigInteger sumX = x.multiply(other.y).add(other.x.multiply(y));
        BigInteger sumY = y.multiply(other.y).add(x.multiply(other.x));
        return new Point(
            sumX.multiply(BigInteger.ONE.add(product).modInverse(P)).mod(P),
            sumY.multiply(BigInteger.ONE.subtract(product).modInverse(P)).mod(P));
      }
    }

    static byte[] publicKey(byte[] seed) {
      Point sum = new Point(BigInteger.ZERO, BigInteger.ONE);
      BigInteger scalar = scalar(seed);
      for (int bit = scalar.bitLength() - 1; bit >= 0; bit--) {
        sum = sum.plus(sum);
        sum = scalar.testBit(bit) ? sum.plus(BASE) : sum;
      }
      byte[] out = reversed(sum.y().toByteArray(), 32);
      out[31] |= (byte) (sum.x().testBit(0) ? 0x80 : 0);
      return out;
    }

    private static BigInteger scalar(byte[] seed) {
      try {
        byte[] half = Arrays.copyOf(MessageDigest.getInstance("SHA-512").digest(seed), 32);
        half[0] &= (byte) 0xf8;
        half[31] &= 0x7f;
        half[31] |= 0x40;
        return new BigInteger(1, reversed(half, 32));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every Java has SHA-512", e);
      }
    }

    /** The lowest octets in the other order, with zeros behind. */
    private static byte[] reversed(byte[] octets, int length) {
      byte[] out = new byte[length];
      for (int i = 0; i < length && i < octets.length; i++) {
        out[i] = octets[octets.length - 1 - i];
      }
      return out;
    }
  }
}
