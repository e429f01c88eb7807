package mailroad.mailbox;

import java.util.HashMap;
import java.util.Map;
import mailroad.store.Batch;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;

/** The counters of a mailbox, all as of one moment. */
final class Counts {
  static final String DELETED = "deleted";
  static final String DELETED_OCTETS = "deleted-octets";
  static final String FRESH = "fresh";
  static final String MESSAGES = "messages";
  static final String MODSEQ = "modseq";
  static final String OCTETS = "octets";
  static final String RECENT = "recent";
  static final String UID = "uid";
  static final String UNSEEN = "unseen";

  private static final int KINDS_MAX = 16;

  private final Box box;
  private final Map<String, Store.Value> values = new HashMap<>();

  private Counts(Box box) {
    this.box = box;
  }

  static Counts read(Store store, Box box) throws StoreException {
    Counts counts = new Counts(box);
    Key counters = box.counters();
    for (Store.Entry entry : store.range(Store.Range.under(counters, KINDS_MAX))) {
      counts.values.put(entry.key().after(counters).text(), entry.value());
    }
    return counts;
  }

  long of(String what) {
    Store.Value value = values.get(what);
    return value == null ? 0 : value.asLong();
  }

  /** Whether the mailbox was deleted: every other one has a modseq from its first moment on. */
  boolean areGone() {
    return of(MODSEQ) == 0;
  }

  /** Makes the batch fail if the counter has changed since. */
  void assertUnchanged(Batch batch, String what) {
    Store.Value value = values.get(what);
    if (value == null) {
      batch.assertAbsent(box.counter(what));
    } else {
      batch.assertVersion(box.counter(what), value.version());
    }
  }

  Status status() {
    return new Status(
        box.id(),
        of(UID) + 1,
        Math.max(1, of(MODSEQ)),
        of(MESSAGES),
        of(FRESH),
        of(UNSEEN),
        of(DELETED),
        Math.max(0, of(DELETED_OCTETS)),
        of(OCTETS));
  }
}
