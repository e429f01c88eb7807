package mailroad.mailbox;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import mailroad.kernel.Task;
import mailroad.kernel.World;
import mailroad.records.AccountRecord;
import mailroad.sasl.PasswordForm;
import mailroad.sasl.ScramKeys;

/**
 * Hashes and verifies passwords with Argon2id (RFC 9106), and makes the keys of SCRAM beside it. Each hash takes its memory and a processor for a while, so only
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

  /** Whether it may be a new password: its length, and that all of it can be typed (RFC 8265 section 4.2.1). */
  public boolean isAcceptable(String password) {
    int octets = prepared(password).length;
    return octets >= config.octetsMin()
        && octets <= config.octetsMax()
        && PasswordForm.isOpaque(password);
  }

  /** The limits. */
  PasswordConfig config() {
    return config;
  }

  /**
   * What is kept of a new password, with new salts.
   *
   * @throws InterruptedException if the task is cancelled while it waits
   */
  Kept keep(String password) throws InterruptedException {
    Argon2id fresh = Argon2id.with(config, salt());
    byte[] octets = prepared(password);
    gate.enterAlways();
    return compute(() ->
        new Kept(
            fresh.hashed(octets).toString(),
            config.scramIterations() == 0
                ? Optional.empty()
                : Optional.of(ScramKeys.of(password, salt(), config.scramIterations()))));
  }

  private byte[] salt() {
    byte[] salt = new byte[SALT_OCTETS];
    world.random().nextBytes(salt);
    return salt;
  }

  /**
   * What is kept of a password.
   *
   * @param hash as a PHC string
   * @param scram for SCRAM
   */
  record Kept(String hash, Optional<ScramKeys> scram) {
    void into(AccountRecord.Builder record) {
      record.setPassword(hash).clearScram();
      scram.map(Accounts::record).ifPresent(record::setScram);
    }
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
    byte[] computed = compute(() -> stored.hashed(tooLong ? new byte[0] : octets)).hash();
    return MessageDigest.isEqual(computed, stored.hash()) && !tooLong ? Check.RIGHT : Check.WRONG;
  }

  /**
   * Computes a hash; whoever calls has come through the gate. It keeps a processor busy for longer than any other act, and
   * so has a thread of its own, by which sessions go on meanwhile. That leaves the gate, even if nobody waits any more.
   */
  private <T> T compute(Supplier<T> hash) throws InterruptedException {
    AtomicReference<Optional<T>> result = new AtomicReference<>(Optional.empty());
    Task hashing =
        world.startDedicated(
            "argon2id",
            () -> {
              try {
                result.set(Optional.of(hash.get()));
              } finally {
                gate.leave();
              }
            });
    hashing.join();
    return result.get().orElseThrow(() -> new IllegalStateException("the hash failed"));
  }

  /** A hash that no password has; checking against it takes as long as any other check. */
  Argon2id nobody() {
    return new Argon2id(
        config.memoryKib(),
        config.passes(),
        config.lanes(),
        new byte[SALT_OCTETS],
        new byte[Argon2id.HASH_OCTETS]);
  }

  /** Whether what is kept was made with other parameters than are asked for now. */
  boolean isOutdated(Argon2id stored, int scramIterations) {
    return stored.memoryKib() != config.memoryKib()
        || stored.passes() != config.passes()
        || stored.lanes() != config.lanes()
        || scramIterations != config.scramIterations();
  }

  /** The octets of a password, however it was typed (RFC 8265 section 4.2.2). */
  static byte[] prepared(String password) {
    return PasswordForm.opaque(password).getBytes(StandardCharsets.UTF_8);
  }
}
