package mailroad.store.engine;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * An item of a queue. Moments are whole milliseconds, as keys hold no finer ones.
 *
 * @param lane empty for none
 * @param due when it was scheduled for
 * @param ready when it may be claimed: when due, or when the lease ends
 * @param claim who has it
 */
public record Item(String lane, Instant due, Instant ready, Optional<Holder> claim) {
  /** Who has claimed an item; the token proves it. */
  public record Holder(String owner, long token) {}

  /** An item with moments cut to milliseconds. */
  public Item {
    due = due.truncatedTo(ChronoUnit.MILLIS);
    ready = ready.truncatedTo(ChronoUnit.MILLIS);
  }

  /** An item that nobody has claimed. */
  public static Item scheduled(String lane, Instant due) {
    return new Item(lane, due, due, Optional.empty());
  }

  /** The item, claimed until the lease ends. */
  public Item claimed(Holder holder, Instant leaseEnd) {
    return new Item(lane, due, leaseEnd, Optional.of(holder));
  }

  /** The item, due again and nobody's. */
  public Item released(Instant now) {
    return new Item(lane, due, due.isBefore(now) ? due : now, Optional.empty());
  }

  /** Whether this token proves a claim on the item. */
  public boolean isHeldWith(long token) {
    return claim.isPresent() && claim.get().token() == token;
  }
}
