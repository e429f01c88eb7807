package mailroad.store.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import mailroad.store.Batch;
import mailroad.store.Counters;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.Store.Commit;
import mailroad.store.StoreException;
import mailroad.store.engine.View.ItemName;
import mailroad.store.engine.View.Reference;

/**
 * What a batch does: the ops in their order, each seeing those before it. Every engine asks here, so a batch
 * means the same on all of them.
 *
 * @param commit what the caller is told
 * @param changes what is to be written if the commit is done; to be thrown away if it is refused
 */
public record Evaluation(Commit commit, Changes changes) {
  /**
   * Evaluates a batch.
   *
   * @param view what stood before
   * @param version of what the batch puts: higher than that of all that stands
   * @throws RuntimeException if the batch is a mistake, such as adding to what is no counter
   */
  public static Evaluation of(Batch batch, View view, long version) throws StoreException {
    Run run = new Run(new Changes(view), new long[batch.slots()], version);
    for (Batch.Op op : batch.ops()) {
      if (!run.apply(op)) {
        return new Evaluation(new Commit.Refused(op), run.changes);
      }
    }
    return new Evaluation(new Commit.Done(run.filled()), run.changes);
  }

  private record Run(Changes changes, long[] slots, long version) {
    /** Does one op; false if it asserts what does not hold. */
    boolean apply(Batch.Op op) throws StoreException {
      return switch (op) {
        case Batch.Put(var key, var value) -> put(key.fill(slots), value.fill(slots));
        case Batch.Delete(var key) -> delete(key);
        case Batch.Add(var key, var delta) -> put(key, Counters.encode(sum(key, delta)));
        case Batch.AddAndGet(var key, var delta, var slot) -> {
          slots[slot.index()] = sum(key, delta);
          yield put(key, Counters.encode(slots[slot.index()]));
        }
        case Batch.AssertAbsent(var key) -> changes.entry(key).isEmpty();
        case Batch.AssertEqual(var key, var value) ->
            changes.entry(key).filter(found -> Arrays.equals(found.bytes(), value)).isPresent();
        case Batch.AssertVersion(var key, var expected) ->
            changes.entry(key).map(Store.Value::version).orElse(0L) == expected;
        case Batch.AssertAtMost(var key, var bound) -> counter(key) <= bound;
        case Batch.AssertClaim(var claim) ->
            changes
                .item(new ItemName(claim.queue(), claim.id()))
                .filter(item -> item.isHeldWith(claim.token()))
                .isPresent();
        case Batch.Schedule schedule -> {
          changes.schedule(new ItemName(schedule.queue(), schedule.id()), item(schedule));
          yield true;
        }
        case Batch.Unschedule(var queue, var id) -> unschedule(new ItemName(queue, id));
        case Batch.Reference(var blob, var by) -> refer(new Reference(blob, by.fill(slots)));
        case Batch.Dereference(var blob, var by) -> unrefer(new Reference(blob, by));
      };
    }

    private Item item(Batch.Schedule schedule) {
      Item item = Item.scheduled(schedule.lane(), schedule.due());
      return schedule
          .lease()
          .map(lease -> item.claimed(new Item.Holder(lease.owner(), version), lease.until()))
          .orElse(item);
    }

    private boolean put(Key key, byte[] value) {
      changes.put(key, new Store.Value(value, version));
      return true;
    }

    private boolean delete(Key key) throws StoreException {
      if (changes.entry(key).isPresent()) {
        changes.delete(key);
      }
      return true;
    }

    private boolean unschedule(ItemName name) throws StoreException {
      if (changes.item(name).isPresent()) {
        changes.unschedule(name);
      }
      return true;
    }

    private boolean refer(Reference reference) throws StoreException {
      if (!changes.hasBlob(reference.blob())) {
        return false;
      }
      if (!changes.hasReference(reference)) {
        changes.refer(reference, true);
      }
      return true;
    }

    private boolean unrefer(Reference reference) throws StoreException {
      if (changes.hasReference(reference)) {
        changes.refer(reference, false);
      }
      return true;
    }

    private long counter(Key key) throws StoreException {
      Optional<Store.Value> value = changes.entry(key);
      return value.isPresent() ? value.get().asLong() : 0;
    }

    private long sum(Key key, long delta) throws StoreException {
      return Math.addExact(counter(key), delta);
    }

    private List<Long> filled() {
      List<Long> list = new ArrayList<>(slots.length);
      for (long slot : slots) {
        list.add(slot);
      }
      return list;
    }
  }
}
