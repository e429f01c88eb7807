package mailroad.mailbox;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import mailroad.kernel.Task;
import mailroad.kernel.World;

/**
 * Hashes and verifies passwords with Argon2id (RFC 9106). Each hash takes its memory and a processor for a while, so only
 * a few are computed at once; all others wait for their turn.
 */
public final class Passwords {
  private static final int SALT_OCTETS = 16;

  private final World world;
  private final PasswordConfig config;
  private final Gate gate;

  /** Passwords under these limits. */
  public Passwords(World world, PasswordConfig config) {
    this.world = world;
    this.config = config;
    this.gate = new Gate(world, config.hashesAtOnce(), config.waitingMax());
  }

  /** Whether the length allows it to be a new password. */
  public boolean isAcceptable(String password) {
    int octets = prepared(password).length;
    return octets >= config.octetsMin() && octets <= config.octetsMax();
  }

  /** The limits. */
  PasswordConfig config() {
    return config;
  }

  /**
   * Hashes a new password with a new salt.
   *
   * @return the hash as a PHC string
   * @throws InterruptedException if the task is cancelled while it waits
   */
  String hash(String password) throws InterruptedException {
    byte[] salt = new byte[SALT_OCTETS];
    world.random().nextBytes(salt);
    gate.enterAlways();
    return compute(Argon2id.with(config, salt), prepared(password)).toString();
  }

  /** How a check went. */
  enum Check {
    /** It is the password. */
    RIGHT,
    /** It is another. */
    WRONG,
    /** Too many wait already. */
    BUSY
  }

  /** Whether a password is the one of a hash. */
  Check check(Argon2id stored, String password) throws InterruptedException {
    byte[] octets = prepared(password);
    boolean tooLong = octets.length > config.octetsMax();
    if (!gate.enter()) {
      return Check.BUSY;
    }
    byte[] computed = compute(stored, tooLong ? new byte[0] : octets).hash();
    return MessageDigest.isEqual(computed, stored.hash()) && !tooLong ? Check.RIGHT : Check.WRONG;
  }

  /**
   * Computes a hash; whoever calls has come through the gate. It keeps a processor busy for longer than any other act, and
   * so has a thread of its own, by which sessions go on meanwhile. That leaves the gate, even if nobody waits any more.
   */
  private Argon2id compute(Argon2id parameters, byte[] octets) throws InterruptedException {
    AtomicReference<Optional<Argon2id>> result = new AtomicReference<>(Optional.empty());
    Task hashing =
        world.startDedicated(
            "argon2id",
            () -> {
              try {
                result.set(Optional.of(parameters.hashed(octets)));
              } finally {
                gate.leave();
              }
            });
    hashing.join();
    return result.get().orElseThrow(() -> new IllegalStateException("the hash failed"));
  }

  /** A hash that no password has; checking against it takes as long as any other check. */
  Argon2id nobody() {
    byte[] salt = new byte[SALT_OCTETS];
    return new Argon2id(
        config.memoryKib(), config.passes(), config.lanes(), salt, new byte[Argon2id.HASH_OCTETS]);
  }

  /** Whether a hash was made with other parameters than are asked for now. */
  boolean isOutdated(Argon2id stored) {
    return stored.memoryKib() != config.memoryKib()
        || stored.passes() != config.passes()
        || stored.lanes() != config.lanes();
  }

  /** The octets of a password, however it was typed (RFC 8265 section 4.2.2). */
  static byte[] prepared(String password) {
    StringBuilder spaces = new StringBuilder(password.length());
    password
        .codePoints()
        .map(c -> Character.getType(c) == Character.SPACE_SEPARATOR ? ' ' : c)
        .forEach(spaces::appendCodePoint);
    return Normalizer.normalize(spaces, Normalizer.Form.NFC).getBytes(StandardCharsets.UTF_8);
  }
}
