package mailroad.smtp;

import java.time.Instant;
import java.util.Optional;

/**
 * How a message is to be treated on its way, as its sender asked at MAIL. Times count from when that was said.
 *
 * @param deliverBy by when it should arrive (RFC 2852)
 * @param release until when it is held back (RFC 4865)
 * @param priority from -9 to 9, 0 for what is not asked for (RFC 6710)
 * @param tls whether it must, or need not, be protected by TLS (RFC 8689)
 */
public record Handling(
    Optional<DeliverBy> deliverBy, Optional<FutureRelease> release, int priority, TlsWish tls) {
  /** The highest priority; the lowest is this below zero (RFC 6710 section 4). */
  public static final int PRIORITY_MAX = 9;

  /** Nothing was asked for. */
  public static final Handling NONE =
      new Handling(Optional.empty(), Optional.empty(), 0, TlsWish.UNSAID);

  /** A priority must be one. */
  public Handling {
    if (Math.abs(priority) > PRIORITY_MAX) {
      throw new IllegalArgumentException("not a priority: " + priority);
    }
  }

  /** The same, to be delivered by then. */
  public Handling with(DeliverBy other) {
    return new Handling(Optional.of(other), release, priority, tls);
  }

  /** The same, held back until then. */
  public Handling with(FutureRelease other) {
    return new Handling(deliverBy, Optional.of(other), priority, tls);
  }

  /** The same with another priority. */
  public Handling withPriority(int other) {
    return new Handling(deliverBy, release, other, tls);
  }

  /** The same with another wish about TLS. */
  public Handling with(TlsWish other) {
    return new Handling(deliverBy, release, priority, other);
  }

  /** The same without what asks to be held back: that time has come. */
  public Handling released() {
    return new Handling(deliverBy, Optional.empty(), priority, tls);
  }

  /** The same as it is to be said that many seconds later. */
  public Handling after(long seconds) {
    return deliverBy.map(by -> with(by.after(seconds))).orElse(this);
  }

  /** By when it should arrive, where this was said at that moment. */
  public Optional<Instant> deadline(Instant said) {
    return deliverBy.map(by -> said.plusSeconds(by.seconds()));
  }

  /** When it may go out first, where this was said at that moment. */
  public Optional<Instant> release(Instant said) {
    return release.map(hold -> hold.release(said));
  }

  /** Reads the value of MT-PRIORITY (RFC 6710 section 4). */
  static Optional<Integer> priority(String value) {
    return value.matches("0|-?[1-9]") ? Optional.of(Integer.parseInt(value)) : Optional.empty();
  }
}
