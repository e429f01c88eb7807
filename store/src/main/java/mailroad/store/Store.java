package mailroad.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mailroad.kernel.Bell;

/**
 * An ordered transactional map with blobs beside it. Any number of tasks may use it at once; every call
 * may block, so no lock is held across one.
 */
public interface Store extends AutoCloseable {
  /** The value at a key, as of the last commit. */
  Optional<Value> get(Key key) throws StoreException;

  /** The entries of a range, in the order of their keys, all as of one moment. */
  List<Entry> range(Range range) throws StoreException;

  /**
   * Commits a batch whole, durably and at once, or not at all. Blocks until it is on disk.
   *
   * @throws StoreFullException if there is no room; nothing was changed
   * @throws StoreException if the machine failed; only then may the batch have been committed or not
   * @throws RuntimeException if the batch is a mistake, such as adding to what is no counter; nothing was
   *     changed
   */
  Commit commit(Batch batch) throws StoreException;

  /**
   * Takes up to {@code n} items of a queue that are due, earliest first, for {@code lease}: nobody else
   * gets them until then. A batch that ends the work says {@link Batch#unschedule} or {@link
   * Batch#schedule}, and {@link Batch#assertClaim}, so that a claim that was lost changes nothing.
   *
   * @param owner who claims, such as a node's name; see {@link #releaseClaims}
   */
  default List<Claim> claimDue(String queue, String owner, Instant now, Duration lease, int n)
      throws StoreException {
    return claimDue(queue, "", owner, now, lease, n);
  }

  /** The same from one lane; see {@link Batch#schedule(String, String, Key, Instant)}. */
  List<Claim> claimDue(String queue, String lane, String owner, Instant now, Duration lease, int n)
      throws StoreException;

  /** When the next item of a queue is due, leased ones counted at their lease's end; empty if none. */
  default Optional<Instant> nextDue(String queue) throws StoreException {
    return nextDue(queue, "");
  }

  /** The same of one lane. */
  Optional<Instant> nextDue(String queue, String lane) throws StoreException;

  /**
   * The lanes of a queue that have items, by name, and when the next of each is due. Costs the same however
   * many items a lane has. Items in no lane are not counted.
   *
   * @param after where the page before ended; empty to begin
   */
  List<Lane> lanes(String queue, String after, int limit) throws StoreException;

  /**
   * Makes all that this owner has claimed due at once again: what a node does when it starts. The claims are
   * lost.
   */
  void releaseClaims(String queue, String owner, Instant now) throws StoreException;

  /**
   * Watches the keys that begin with a prefix, and the items of queues whose id does. A hint only: whoever is
   * woken reads again, and looks now and then unwoken too.
   */
  default Watch watch(Key prefix) {
    return watch(List.of(prefix));
  }

  /** The same for several prefixes, with one bell for all; {@link Watch#touched} tells them apart. */
  Watch watch(Collection<Key> prefixes);

  /** The blobs beside the map. */
  Blobs blobs();

  /** Ends; what was committed stays. */
  @Override
  void close() throws StoreException;

  /**
   * A value.
   *
   * @param bytes not to be changed
   * @param version of the last change of this key; grows with every change, see {@link
   *     Batch#assertVersion}
   */
  record Value(byte[] bytes, long version) {
    /** A counter's value; see {@link Batch#add}. */
    public long asLong() {
      return Counters.decode(bytes);
    }
  }

  /** A key and its value. */
  record Entry(Key key, Value value) {}

  /**
   * Part of the keys.
   *
   * @param from first key that belongs
   * @param to first key that no longer belongs; empty for no end
   * @param limit most entries to return; at least 0
   * @param backwards whether the last entries come first
   */
  record Range(Key from, Optional<Key> to, int limit, boolean backwards) {
    /** A range whose limit is not below 0. */
    public Range {
      if (limit < 0) {
        throw new IllegalArgumentException("limit below 0: " + limit);
      }
    }

    /** All keys that begin with these parts, up to {@code limit}. */
    public static Range under(Key prefix, int limit) {
      return new Range(prefix, Optional.of(prefix.after()), limit, false);
    }

    /** All keys under a prefix, from a key on. */
    public static Range from(Key from, Key prefix, int limit) {
      return new Range(from, Optional.of(prefix.after()), limit, false);
    }

    /** The same, last entry first. */
    public Range reversed() {
      return new Range(from, to, limit, !backwards);
    }
  }

  /** How a commit went. */
  sealed interface Commit {
    /** Done; the numbers that the slots got, by slot. */
    record Done(List<Long> slots) implements Commit {
      /** The record's lists do not change. */
      public Done {
        slots = List.copyOf(slots);
      }

      /** The number in a slot. */
      public long slot(Batch.Slot slot) {
        return slots.get(slot.index());
      }
    }

    /** Nothing was changed: this assertion did not hold. Read again and decide anew. */
    record Refused(Batch.Op assertion) implements Commit {}
  }

  /**
   * A lane of a queue.
   *
   * @param next when its next item is due, leased ones counted at their lease's end
   */
  record Lane(String name, Instant next) {}

  /**
   * An item of a queue, leased.
   *
   * @param id the item
   * @param due when it was due, in whole milliseconds
   * @param token proves the claim; see {@link Batch#assertClaim}
   */
  record Claim(String queue, Key id, Instant due, long token) {}

  /** Rings when a key under the prefix may have changed, until closed. */
  interface Watch extends AutoCloseable {
    /** The bell that rings. */
    Bell bell();

    /** The prefixes under which something may have changed since this was last asked. */
    Set<Key> touched();

    /** Watches these prefixes instead of those before; the bell stays. */
    void watch(Collection<Key> prefixes);

    @Override
    void close();
  }
}
