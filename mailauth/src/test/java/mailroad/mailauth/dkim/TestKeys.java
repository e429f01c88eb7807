package mailroad.mailauth.dkim;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import mailroad.kernel.Domain;

/** Keys of test domains, made once: RSA takes its time. */
public final class TestKeys {
  private static final Map<String, SigningKey> KEYS = new ConcurrentHashMap<>();

  private TestKeys() {}

  /** A key of {@code a.example} by RSA with 2048 bits. */
  public static SigningKey rsa() {
    return of("a.example", "r1", Algorithm.RSA_SHA256, 2_048);
  }

  /** A key of {@code a.example} by Ed25519. */
  public static SigningKey ed25519() {
    return of("a.example", "e1", Algorithm.ED25519_SHA256, 0);
  }

  /** A key. */
  public static SigningKey of(String domain, String selector, Algorithm algorithm, int bits) {
    return KEYS.computeIfAbsent(
        domain + selector + bits,
        _ -> KeyMaterial.create(new Domain(domain), selector, algorithm, bits));
  }

  /** The records of keys, as a zone file. */
  public static String zone(SigningKey... keys) {
    StringBuilder out = new StringBuilder();
    for (SigningKey key : keys) {
      out.append(PublishedKey.of(key)).append('\n');
    }
    return out.toString();
  }
}
