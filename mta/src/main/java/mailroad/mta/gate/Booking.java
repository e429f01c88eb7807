package mailroad.mta.gate;

import mailroad.journal.Journal;
import mailroad.store.Batch;
import mailroad.store.StoreException;

/** What a judgement leaves in the store, in the same commit that takes the message. */
@FunctionalInterface
public interface Booking {
  /** Nothing. */
  Booking NONE = (_, _, _) -> {};

  /**
   * Adds to the batch that takes the message. May be called again with another batch, where the store changed
   * meanwhile.
   *
   * @throws StoreException if the machine failed
   */
  void book(Batch batch, Journal.Draft draft, Kept kept) throws StoreException;

  /** This, and then another. */
  default Booking and(Booking other) {
    return (batch, draft, kept) -> {
      book(batch, draft, kept);
      other.book(batch, draft, kept);
    };
  }
}
