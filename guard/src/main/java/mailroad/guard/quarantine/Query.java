package mailroad.guard.quarantine;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Which messages are meant.
 *
 * @param recipient an address, of the envelope or of an account, or {@code @} and a domain
 * @param sender an address of the envelope, {@code @} and a domain, or {@code <>}
 * @param since only what was taken then or later
 */
public record Query(Optional<String> recipient, Optional<String> sender, Optional<Instant> since) {
  /** All of them. */
  public static final Query ALL = new Query(Optional.empty(), Optional.empty(), Optional.empty());

  /** Case does not count. */
  public Query {
    recipient = recipient.map(text -> text.strip().toLowerCase(Locale.ROOT));
    sender = sender.map(text -> text.strip().toLowerCase(Locale.ROOT));
  }

  /** Those that are kept from a recipient. */
  public static Query recipient(String address) {
    return new Query(Optional.of(address), Optional.empty(), Optional.empty());
  }
}
