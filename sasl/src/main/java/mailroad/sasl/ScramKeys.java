package mailroad.sasl;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a server keeps of a password for SCRAM-SHA-256 (RFC 5802 section 3): enough to check a proof, not enough to make
 * one. Who steals it can still guess passwords against it, at the cost of so many iterations each.
 *
 * @param iterations of PBKDF2
 * @param salt not to be changed
 * @param storedKey against which proofs are checked; not to be changed
 * @param serverKey with which the server proves itself; not to be changed
 */
public record ScramKeys(int iterations, byte[] salt, byte[] storedKey, byte[] serverKey) {
  /** Length of SHA-256's values. */
  public static final int HASH_OCTETS = 32;

  /** RFC 7677 section 4: no fewer. */
  public static final int ITERATIONS_MIN = 4096;

  private static final String HMAC = "HmacSHA256";

  /** The keys of a password. Keeps a processor busy for as long as the iterations take. */
  public static ScramKeys of(String password, byte[] salt, int iterations) {
    byte[] salted = salted(password, salt, iterations);
    return new ScramKeys(
        iterations, salt, hash(clientKey(salted)), hmac(salted, octets("Server Key")));
  }

  /** RFC 5802 section 3: {@code SaltedPassword}. */
  static byte[] salted(String password, byte[] salt, int iterations) {
    PBEKeySpec spec =
        new PBEKeySpec(
            PasswordForm.saslPrepared(password).toCharArray(), salt, iterations, 8 * HASH_OCTETS);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has PBKDF2 with SHA-256", e);
    } finally {
      spec.clearPassword();
    }
  }

  static byte[] clientKey(byte[] salted) {
    return hmac(salted, octets("Client Key"));
  }

  static byte[] serverKey(byte[] salted) {
    return hmac(salted, octets("Server Key"));
  }

  /** Whether a proof over these messages was made by somebody who knows the password. */
  boolean isProven(byte[] authMessage, byte[] proof) {
    if (proof.length != HASH_OCTETS) {
      return false;
    }
    byte[] clientKey = xor(proof, hmac(storedKey, authMessage));
    return MessageDigest.isEqual(hash(clientKey), storedKey);
  }

  /** What proves to the client that the server knows the password, too. */
  byte[] signature(byte[] authMessage) {
    return hmac(serverKey, authMessage);
  }

  static byte[] hmac(byte[] key, byte[] message) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + HMAC, e);
    }
  }

  static byte[] hash(byte[] octets) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(octets);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  static byte[] xor(byte[] a, byte[] b) {
    byte[] out = new byte[a.length];
    for (int i = 0; i < a.length; i++) {
      out[i] = (byte) (a[i] ^ b[i]);
    }
    return out;
  }

  private static byte[] octets(String ascii) {
    return ascii.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  }

  @Override
  public String toString() {
    return "ScramKeys[iterations=" + iterations + "]";
  }
}
