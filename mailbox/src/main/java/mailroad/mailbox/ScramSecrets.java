package mailroad.mailbox;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import mailroad.sasl.ScramKeys;
import mailroad.store.StoreException;

/**
 * Keys of SCRAM for logins that have none. SCRAM shows the salt of an account before anything is proven: a salt that is
 * the same each time, also after a restart and on each node, does not tell whether there is such an account.
 */
final class ScramSecrets {
  private static final String HMAC = "HmacSHA256";
  private static final int SALT_OCTETS = 16;

  private final Directory directory;
  private final int iterations;
  private final AtomicReference<Optional<byte[]>> secret = new AtomicReference<>(Optional.empty());

  ScramSecrets(Directory directory, int iterations) {
    this.directory = directory;
    this.iterations = Math.max(iterations, ScramKeys.ITERATIONS_MIN);
  }

  /** Keys that no password has, always the same for a name. */
  ScramKeys of(String name) throws StoreException {
    return new ScramKeys(
        iterations,
        Arrays.copyOf(derived(0, name), SALT_OCTETS),
        derived(1, name),
        derived(2, name));
  }

  private byte[] derived(int use, String name) throws StoreException {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(secret(), HMAC));
      mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(use).array());
      return mac.doFinal(name.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + HMAC, e);
    }
  }

  private byte[] secret() throws StoreException {
    Optional<byte[]> here = secret.get();
    if (here.isPresent()) {
      return here.get();
    }
    byte[] read = directory.secret("scram");
    secret.set(Optional.of(read));
    return read;
  }
}
