package mailroad.mailbox;

import java.util.List;
import java.util.Optional;
import mailroad.records.LogRecord;
import mailroad.store.Batch;
import mailroad.store.Store;
import mailroad.store.StoreException;
import mailroad.store.ValueForm;

/**
 * The change log of a mailbox: one entry for each modseq, none left out, so that a reader sees by the first number
 * whether the log still reaches back far enough.
 */
final class Log {
  private static final int TRIM_EVERY = 256;

  private Log() {}

  /** Adds an entry for UIDs that were changed or went. */
  static void add(Batch batch, Box box, Batch.Slot modseq, UidSet changed, UidSet vanished) {
    LogRecord.Builder record = LogRecord.newBuilder();
    for (UidSet.Range range : changed.ranges()) {
      record.addChanged(range.first()).addChanged(range.last());
    }
    for (UidSet.Range range : vanished.ranges()) {
      record.addVanished(range.first()).addVanished(range.last());
    }
    batch.put(box.log(modseq), ValueForm.of(record.build().toByteArray()));
  }

  /**
   * Forgets the oldest entries, if there are too many and it is time to look. Looked at now and then only, since
   * each look costs a read over what was just removed.
   */
  static void trim(Shelf shelf, Box box) throws StoreException {
    long modseq = shelf.store().get(box.counter(Counts.MODSEQ)).map(Store.Value::asLong).orElse(0L);
    long keepFrom = modseq - shelf.config().logEntriesMin() + 1;
    if (modseq % TRIM_EVERY != 0 || keepFrom <= 1) {
      return;
    }
    Store.Range old =
        new Store.Range(box.log(), Optional.of(box.log(keepFrom)), TRIM_EVERY * 4, false);
    List<Store.Entry> entries = shelf.store().range(old);
    if (!entries.isEmpty()) {
      Batch batch = new Batch();
      entries.forEach(entry -> batch.delete(entry.key()));
      shelf.store().commit(batch);
    }
  }
}
