package mailroad.mailauth.dkim;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Decides what is due for the keys of one domain and algorithm: the next key is published first, then used, and the old
 * one stays published for what it signed (RFC 6376 section 3.1). A key is never used that DNS does not have: its
 * signatures would fail. Pure.
 */
public final class Rotation {
  private Rotation() {}

  /** Something that is due. */
  public sealed interface Step {
    /** A new key is to be made. */
    record Create() implements Step {}

    /** This one is to be used in the place of those in use. */
    record Use(StoredKey key) implements Step {}

    /** This one can go. */
    record Remove(StoredKey key) implements Step {}
  }

  /**
   * What is due.
   *
   * @param keys of one domain and algorithm, files left out
   * @param published whether DNS has a key
   */
  public static List<Step> due(
      List<StoredKey> keys, SigningConfig config, Instant now, Predicate<StoredKey> published) {
    List<Step> steps = new ArrayList<>();
    Optional<StoredKey> next = newest(keys, StoredKey.State.NEXT);
    Optional<StoredKey> current = newest(keys, StoredKey.State.IN_USE);
    next.filter(key ->
            (current.isEmpty() || !now.isBefore(key.created().plus(config.publishBefore())))
                && published.test(key))
        .ifPresent(key -> steps.add(new Step.Use(key)));
    if (next.isEmpty()
        && !config.rotateAfter().isZero()
        && current.filter(key -> isOld(key, config, now)).isPresent()) {
      steps.add(new Step.Create());
    }
    keys.stream()
        .filter(key ->
            key.retired().filter(at -> !now.isBefore(at.plus(config.retireAfter()))).isPresent())
        .forEach(key -> steps.add(new Step.Remove(key)));
    return steps;
  }

  private static boolean isOld(StoredKey key, SigningConfig config, Instant now) {
    Instant since = key.used().orElse(key.created());
    return !now.isBefore(since.plus(config.rotateAfter()).minus(config.publishBefore()));
  }

  private static Optional<StoredKey> newest(List<StoredKey> keys, StoredKey.State state) {
    return keys.stream()
        .filter(key -> key.state() == state)
        .max(Comparator.comparing(StoredKey::created));
  }
}
