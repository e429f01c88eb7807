package mailroad.mailbox;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import mailroad.kernel.World;

/**
 * Knows verified passwords again for a while, so that a client that logs in every few seconds costs no hash each time.
 * What is kept is a keyed hash of account, stored hash and password, under a key that never leaves this process: whoever
 * reads this memory cannot guess faster than against the key, and a changed password is another entry.
 */
final class Remembered {
  private static final String ALGORITHM = "HmacSHA256";

  private final World world;
  private final PasswordConfig config;
  private final SecretKeySpec key;
  private final Map<String, Instant> until;

  Remembered(World world, PasswordConfig config) {
    this.world = world;
    this.config = config;
    byte[] secret = new byte[32];
    world.random().nextBytes(secret);
    this.key = new SecretKeySpec(secret, ALGORITHM);
    this.until =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > config.rememberedMax();
          }
        };
  }

  boolean knows(long account, String stored, byte[] password) {
    String mark = mark(account, stored, password);
    Instant now = world.now();
    synchronized (until) {
      Instant end = until.get(mark);
      if (end != null && !now.isBefore(end)) {
        until.remove(mark);
      }
      return end != null && now.isBefore(end);
    }
  }

  void add(long account, String stored, byte[] password) {
    String mark = mark(account, stored, password);
    Instant end = world.now().plus(config.rememberFor());
    synchronized (until) {
      until.put(mark, end);
    }
  }

  private String mark(long account, String stored, byte[] password) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(ByteBuffer.allocate(Long.BYTES).putLong(account).array());
      mac.update(stored.getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      return HexFormat.of().formatHex(mac.doFinal(password));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }
}
