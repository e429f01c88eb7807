package mailroad.lab.imap;

import java.util.Optional;
import java.util.function.Function;
import mailroad.store.Batch;
import mailroad.store.DelegatingStore;
import mailroad.store.Store;
import mailroad.store.StoreException;

/** A store that now and then commits something else than it was told to, once there is something in the mailboxes. */
final class WrongStore extends DelegatingStore {
  private static final int GOOD_COMMITS = 4;
  private static final int EVERY = 5;

  private final Function<Batch.Op, Optional<Batch.Op>> instead;
  private int commits;
  private boolean isDue;

  /** What comes instead of an op of a batch; the op itself if it is none that is to be changed; empty for nothing. */
  WrongStore(Store store, Function<Batch.Op, Optional<Batch.Op>> instead) {
    super(store);
    this.instead = instead;
  }

  /** The key of an op as people read it, where slots are 0. */
  static String key(Batch.Op op) {
    return switch (op) {
      case Batch.Put put -> put.key().fill(new long[8]).toString();
      case Batch.Delete delete -> delete.key().toString();
      case Batch.AddAndGet add -> add.key().toString();
      default -> "";
    };
  }

  @Override
  public Commit commit(Batch batch) throws StoreException {
    boolean touched =
        batch.ops().stream().anyMatch(op -> !instead.apply(op).equals(Optional.of(op)));
    if (touched && ++commits > GOOD_COMMITS) {
      isDue |= commits % EVERY == 0;
    }
    if (!touched || !isDue) {
      return super.commit(batch);
    }
    isDue = false;
    Batch wrong = new Batch();
    for (Batch.Op op : batch.ops()) {
      instead.apply(op).ifPresent(other -> add(wrong, other));
    }
    return super.commit(wrong);
  }

  private static void add(Batch batch, Batch.Op op) {
    switch (op) {
      case Batch.Put(var key, var value) -> batch.put(key, value);
      case Batch.Delete(var key) -> batch.delete(key);
      case Batch.Add(var key, long delta) -> batch.add(key, delta);
      case Batch.AddAndGet(var key, long delta, _) -> batch.addAndGet(key, delta);
      case Batch.AssertAbsent(var key) -> batch.assertAbsent(key);
      case Batch.AssertEqual(var key, byte[] value) -> batch.assertEqual(key, value);
      case Batch.AssertVersion(var key, long version) -> batch.assertVersion(key, version);
      case Batch.AssertAtMost(var key, long bound) -> batch.assertAtMost(key, bound);
      case Batch.Reference(var blob, var by) -> batch.reference(blob, by);
      case Batch.Dereference(var blob, var by) -> batch.dereference(blob, by);
      case Batch.AssertClaim _, Batch.Schedule _, Batch.Unschedule _ ->
          throw new IllegalArgumentException("not of mailboxes: " + op);
    }
  }
}
