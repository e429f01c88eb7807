package mailroad.mailauth.dkim;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A key that this server keeps, or that its configuration names.
 *
 * @param created when it was made; the beginning of time for one in a file
 * @param used when it was put to use
 * @param retired when another took its place
 * @param file whether it lies in a file, so that only the configuration changes it
 */
public record StoredKey(
    SigningKey key,
    State state,
    Instant created,
    Optional<Instant> used,
    Optional<Instant> retired,
    boolean file) {
  /** Where a key stands in its life. */
  public enum State {
    /** Made, and to be published. */
    NEXT,
    /** Signs. */
    IN_USE,
    /** Signs no more; stays published for what it signed. */
    RETIRED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /** A key in a file: always in use. */
  public static StoredKey ofFile(SigningKey key) {
    return new StoredKey(
        key, State.IN_USE, Instant.EPOCH, Optional.empty(), Optional.empty(), true);
  }

  /** A new key. */
  static StoredKey ofNew(SigningKey key, Instant now) {
    return new StoredKey(key, State.NEXT, now, Optional.empty(), Optional.empty(), false);
  }

  /** The same, in use from now on. */
  StoredKey used(Instant now) {
    return new StoredKey(key, State.IN_USE, created, Optional.of(now), Optional.empty(), file);
  }

  /** The same, used until now. */
  StoredKey retired(Instant now) {
    return new StoredKey(key, State.RETIRED, created, used, Optional.of(now), file);
  }
}
