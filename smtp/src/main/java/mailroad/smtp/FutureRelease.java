package mailroad.smtp;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** Until when a submission is to be held back (RFC 4865 section 4). */
public sealed interface FutureRelease {
  /** When the message may go, where this was said at that moment. */
  Instant release(Instant said);

  /** HOLDFOR: that long from now. */
  record HoldFor(Duration time) implements FutureRelease {
    @Override
    public Instant release(Instant said) {
      return said.plus(time);
    }

    @Override
    public String toString() {
      return "HOLDFOR=" + time.toSeconds();
    }
  }

  /** HOLDUNTIL: until that moment. */
  record HoldUntil(Instant time) implements FutureRelease {
    @Override
    public Instant release(Instant said) {
      return time;
    }

    @Override
    public String toString() {
      return "HOLDUNTIL=" + time;
    }
  }

  /** Reads the value of HOLDFOR: seconds, at most nine digits, not zero. */
  static Optional<FutureRelease> holdFor(String value) {
    return value.matches("[0-9]{1,9}") && !value.matches("0+")
        ? Optional.of(new HoldFor(Duration.ofSeconds(Long.parseLong(value))))
        : Optional.empty();
  }

  /** Reads the value of HOLDUNTIL: a date and time as in RFC 3339 section 5.6. */
  static Optional<FutureRelease> holdUntil(String value) {
    try {
      return Optional.of(new HoldUntil(OffsetDateTime.parse(value).toInstant()));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
