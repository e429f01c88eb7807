package mailroad.store.postgres;

import java.util.LinkedHashSet;
import java.util.Set;
import mailroad.store.Batch;
import mailroad.store.BlobId;
import mailroad.store.Key;
import mailroad.store.engine.View.ItemName;
import mailroad.store.engine.View.Reference;

/**
 * What a batch needs to be locked and read before it can be evaluated: all names that it has, but for those
 * built from slots, which become known only then; nothing needs to be read of them.
 */
final class BatchPlan {
  /** Batches with more names than this lock the whole store: PostgreSQL has room for few thousand locks. */
  static final int NAMES_MAX = 64;

  private final Set<Key> entries = new LinkedHashSet<>();
  private final Set<ItemName> items = new LinkedHashSet<>();
  private final Set<Reference> references = new LinkedHashSet<>();
  private final Set<BlobId> blobs = new LinkedHashSet<>();
  private int names;

  BatchPlan(Batch batch) {
    for (Batch.Op op : batch.ops()) {
      names++;
      add(op);
    }
  }

  private void add(Batch.Op op) {
    switch (op) {
      case Batch.Put(var key, var value) -> key.fixed().ifPresent(entries::add);
      case Batch.Delete(var key) -> entries.add(key);
      case Batch.Add(var key, var delta) -> entries.add(key);
      case Batch.AddAndGet(var key, var delta, var slot) -> entries.add(key);
      case Batch.AssertAbsent(var key) -> entries.add(key);
      case Batch.AssertEqual(var key, var value) -> entries.add(key);
      case Batch.AssertVersion(var key, var version) -> entries.add(key);
      case Batch.AssertAtMost(var key, var bound) -> entries.add(key);
      case Batch.AssertClaim(var claim) -> items.add(new ItemName(claim.queue(), claim.id()));
      case Batch.Schedule schedule -> items.add(new ItemName(schedule.queue(), schedule.id()));
      case Batch.Unschedule(var queue, var id) -> items.add(new ItemName(queue, id));
      case Batch.Reference(var blob, var by) -> {
        blobs.add(blob);
        by.fixed().ifPresent(name -> references.add(new Reference(blob, name)));
      }
      case Batch.Dereference(var blob, var by) -> {
        blobs.add(blob);
        references.add(new Reference(blob, by));
      }
    }
  }

  Set<Key> entries() {
    return entries;
  }

  Set<ItemName> items() {
    return items;
  }

  Set<Reference> references() {
    return references;
  }

  Set<BlobId> blobs() {
    return blobs;
  }

  /** Whether the batch locks the whole store. */
  boolean isLarge() {
    return names > NAMES_MAX;
  }
}
