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

  /** What an attempt tells of a next hop. */
  sealed interface Feedback {
    /** It took part. */
    record Worked() implements Feedback {}

    /** It lives, and has no room for one more conversation now. */
    record Crowded(String reason) implements Feedback {}

    /**
     * None of its hosts answered, or it is not known who they are.
     *
     * @param until when the first of them may be asked again, if that is known
     */
    record Down(String reason, Optional<Instant> until) implements Feedback {}

    /** We may not do more there for now ourselves. */
    record Paced(String reason, Instant until) implements Feedback {}

    /** Nothing. */
    record Nothing() implements Feedback {}
  }

  /** Forgets which hosts are left alone: what an administrator wants who says flush. */
  void forgive();

  /**
   * How an attempt went.
   *
   * @param fates one for each recipient of the item, in its order
   * @param events what happened on the way: routes and attempts
   * @param feedback what it tells of the next hop
   */
  record Report(List<Fate> fates, List<Event> events, Feedback feedback) {
    /** The record's lists do not change. */
    public Report {
      fates = List.copyOf(fates);
      events = List.copyOf(events);
    }
  }
}
