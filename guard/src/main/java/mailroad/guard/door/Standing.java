package mailroad.guard.door;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known of a host.
 *
 * @param first when it came first
 * @param looked when it last passed the first look
 * @param lastWanted when a message of it was last taken as wanted
 * @param wanted how many were
 * @param unwanted how many were not
 */
record Standing(
    Instant first,
    Optional<Instant> looked,
    Optional<Instant> lastWanted,
    long wanted,
    long unwanted) {
  /** Nothing is known. */
  static Standing none(Instant now) {
    return new Standing(now, Optional.empty(), Optional.empty(), 0, 0);
  }

  Standing withLook(Instant now) {
    return new Standing(first, Optional.of(now), lastWanted, wanted, unwanted);
  }

  Standing withMessage(Instant now, boolean isWanted) {
    return isWanted
        ? new Standing(first, looked, Optional.of(now), wanted + 1, unwanted)
        : new Standing(first, looked, lastWanted, wanted, unwanted + 1);
  }

  /** When something was last learned. */
  Instant last() {
    Instant look = looked.orElse(first);
    return lastWanted.filter(one -> one.isAfter(look)).orElse(look);
  }

  /** Whether mail from there has been wanted, lately and for the most part. */
  boolean isGood(Instant now, StandingConfig config) {
    return wanted >= config.goodMessages()
        && wanted > unwanted * GOOD_FOR_BAD
        && lastWanted.filter(one -> within(one, now, config.goodFor())).isPresent();
  }

  /** Whether it need not be looked at again. */
  boolean isKnown(Instant now, StandingConfig config) {
    return isGood(now, config)
        || looked.filter(one -> within(one, now, config.lookedFor())).isPresent();
  }

  private static boolean within(Instant then, Instant now, Duration time) {
    return now.isBefore(then.plus(time));
  }

  private static final int GOOD_FOR_BAD = 4;
}
