package mailroad.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What is to change, and what must hold for it: built by one task, committed once, whole or not at all.
 *
 * <p>The ops take effect in their order, each seeing those before it. A {@link Slot} is a number that
 * {@link #addAndGet} makes at the commit, such as the next UID; keys and values later in the batch may be
 * built from it. At most {@value #OCTETS_MAX} octets in all, {@value #VALUE_OCTETS_MAX} a value, {@value
 * #QUEUE_CHARS_MAX} characters a queue's name.
 */
public final class Batch {
  /** The largest batch that every engine takes. */
  public static final int OCTETS_MAX = 10_000_000;

  /** The largest value that every engine takes. */
  public static final int VALUE_OCTETS_MAX = 100_000;

  /** The longest name of a queue that every engine takes. */
  public static final int QUEUE_CHARS_MAX = 100;

  /** The longest name of a lane that every engine takes. */
  public static final int LANE_CHARS_MAX = 150;

  private static final int OP_OCTETS = 64;

  /** One op of a batch. */
  public sealed interface Op {}

  /** Sets a key. */
  public record Put(Key.Form key, ValueForm value) implements Op {}

  /** Removes a key, if it is there. */
  public record Delete(Key key) implements Op {}

  /** Adds to a counter; one that is not there is 0. */
  public record Add(Key key, long delta) implements Op {}

  /** Adds to a counter and keeps the result in a slot. */
  public record AddAndGet(Key key, long delta, Slot slot) implements Op {}

  /** The key must not be there. */
  public record AssertAbsent(Key key) implements Op {}

  /** The key must have this value. */
  public record AssertEqual(Key key, byte[] value) implements Op {}

  /** The key must not have changed since this version was read; version 0: it must not be there. */
  public record AssertVersion(Key key, long version) implements Op {}

  /** The counter must not be above this; with {@link Add} before it, a bound that holds at the commit. */
  public record AssertAtMost(Key key, long bound) implements Op {}

  /** The claim must still be ours. */
  public record AssertClaim(Store.Claim claim) implements Op {}

  /**
   * Puts an item into a lane of a queue, or moves it there; ends a claim on it.
   *
   * @param lease who has it at once, as if claimed
   */
  public record Schedule(String queue, String lane, Key id, Instant due, Optional<Lease> lease)
      implements Op {}

  /** Who has an item, and until when. */
  public record Lease(String owner, Instant until) {}

  /** Takes an item from a queue, if it is there; ends a claim on it. */
  public record Unschedule(String queue, Key id) implements Op {}

  /**
   * Says that something needs a blob, which therefore stays; the name tells what, and is unique. Also asserts
   * that the blob is there: one that a sweep has removed cannot come back.
   */
  public record Reference(BlobId blob, Key.Form by) implements Op {}

  /** Takes a reference back; a blob without any is removed by a later sweep. */
  public record Dereference(BlobId blob, Key by) implements Op {}

  /** A number that the commit makes; only for the batch that made the slot. */
  public record Slot(int index) {}

  private final List<Op> ops = new ArrayList<>();
  private int slots;
  private long octets;

  /** Sets a key. */
  public Batch put(Key key, byte[] value) {
    return put(key.form(), ValueForm.of(value));
  }

  /** Sets a key built from slots to a value built from slots. */
  public Batch put(Key.Form key, ValueForm value) {
    return op(new Put(key, value), key.octetsMax() + (long) value.octetsMax());
  }

  /** Removes a key, if it is there. */
  public Batch delete(Key key) {
    return op(new Delete(key), key.octets());
  }

  /** Adds to a counter; one that is not there is 0. */
  public Batch add(Key key, long delta) {
    return op(new Add(key, delta), key.octets());
  }

  /** Adds to a counter and gives the slot that will hold the result. */
  public Slot addAndGet(Key key, long delta) {
    Slot slot = new Slot(slots++);
    op(new AddAndGet(key, delta, slot), key.octets());
    return slot;
  }

  /** The key must not be there. */
  public Batch assertAbsent(Key key) {
    return op(new AssertAbsent(key), key.octets());
  }

  /** The key must have this value. */
  public Batch assertEqual(Key key, byte[] value) {
    return op(new AssertEqual(key, value.clone()), key.octets() + (long) value.length);
  }

  /** The key must not have changed since this version was read; version 0: it must not be there. */
  public Batch assertVersion(Key key, long version) {
    return op(new AssertVersion(key, version), key.octets());
  }

  /** The counter must not be above {@code bound} at this point of the batch. */
  public Batch assertAtMost(Key key, long bound) {
    return op(new AssertAtMost(key, bound), key.octets());
  }

  /** The claim must still be ours. */
  public Batch assertClaim(Store.Claim claim) {
    return op(new AssertClaim(claim), claim.id().octets());
  }

  /** Puts an item into a queue, or moves it to another time; ends a claim on it. */
  public Batch schedule(String queue, Key id, Instant due) {
    return schedule(queue, "", id, due);
  }

  /**
   * Puts an item into a lane of a queue, or moves it there; ends a claim on it.
   *
   * @param lane at most {@value #LANE_CHARS_MAX} characters; empty for the items that are in no lane
   */
  public Batch schedule(String queue, String lane, Key id, Instant due) {
    return schedule(new Schedule(named(queue), lane, id, due, Optional.empty()));
  }

  /**
   * Puts an item into a lane of a queue as one that is claimed already: for whoever begins to work on it at
   * once.
   */
  public Batch scheduleLeased(String queue, String lane, Key id, Instant due, Lease lease) {
    return schedule(new Schedule(named(queue), lane, id, due, Optional.of(lease)));
  }

  private Batch schedule(Schedule op) {
    if (op.lane().length() > LANE_CHARS_MAX) {
      throw new IllegalArgumentException(
          "name of a lane of %d characters, longer than %d"
              .formatted(op.lane().length(), LANE_CHARS_MAX));
    }
    return op(op, op.id().octets() + (long) op.lane().length());
  }

  /** Takes an item from a queue, if it is there; ends a claim on it. */
  public Batch unschedule(String queue, Key id) {
    return op(new Unschedule(named(queue), id), id.octets());
  }

  /** Says that something needs a blob. */
  public Batch reference(BlobId blob, Key by) {
    return reference(blob, by.form());
  }

  /** Says that something needs a blob, by a name built from slots. */
  public Batch reference(BlobId blob, Key.Form by) {
    return op(new Reference(blob, by), by.octetsMax());
  }

  /** Takes a reference back. */
  public Batch dereference(BlobId blob, Key by) {
    return op(new Dereference(blob, by), by.octets());
  }

  /** The ops in their order. */
  public List<Op> ops() {
    return Collections.unmodifiableList(ops);
  }

  /** The blobs that the batch refers to. */
  public List<BlobId> blobs() {
    List<BlobId> blobs = new ArrayList<>();
    for (Op op : ops) {
      if (op instanceof Reference(var blob, _)) {
        blobs.add(blob);
      }
    }
    return blobs;
  }

  /** The size of the batch in octets, at most; see {@link #OCTETS_MAX}. */
  public long octetsMax() {
    return octets;
  }

  /** How many slots the batch has. */
  public int slots() {
    return slots;
  }

  private Batch op(Op op, long octetsMax) {
    octets += OP_OCTETS + octetsMax;
    if (octets > OCTETS_MAX) {
      throw new IllegalArgumentException("batch larger than %d octets".formatted(OCTETS_MAX));
    }
    ops.add(op);
    return this;
  }

  private static String named(String queue) {
    if (queue.length() > QUEUE_CHARS_MAX) {
      throw new IllegalArgumentException(
          "queue name of %d characters, longer than %d".formatted(queue.length(), QUEUE_CHARS_MAX));
    }
    return queue;
  }
}
