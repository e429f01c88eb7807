package mailroad.mta.queue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.Event;
import mailroad.store.StoreException;

/** Carries mail to other servers. Any number of attempts may run at once, each in its own task. */
public interface Courier {
  /**
   * Tries to hand an item's recipients on. Blocks until each one's fate is known.
   *
   * @throws StoreException if the content cannot be read
   */
  Report attempt(QueuedMessage message, QueuedItem item)
      throws StoreException, InterruptedException;

  /** Forgets which hosts are left alone: what an administrator wants who says flush. */
  void forgive();

  /**
   * How an attempt went.
   *
   * @param fates one for each recipient of the item, in its order
   * @param events what happened on the way: routes and attempts
   * @param aloneUntil until when the next hop is to be left alone, none of its hosts having answered
   */
  record Report(List<Fate> fates, List<Event> events, Optional<Instant> aloneUntil) {
    /** The record's lists do not change. */
    public Report {
      fates = List.copyOf(fates);
      events = List.copyOf(events);
    }
  }
}
