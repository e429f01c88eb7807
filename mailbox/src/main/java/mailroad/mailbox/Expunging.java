package mailroad.mailbox;

import java.util.ArrayList;
import java.util.List;
import mailroad.records.MessageRecord;
import mailroad.store.Batch;
import mailroad.store.Store;
import mailroad.store.StoreException;

/** Removes messages, chunk by chunk. Used by one task, for one removal. */
final class Expunging {
  private final Shelf shelf;
  private final Box box;
  private final AccountKeys account;
  private final boolean onlyDeleted;
  private final List<Long> gone = new ArrayList<>();

  Expunging(Shelf shelf, Box box, AccountKeys account, boolean onlyDeleted) {
    this.shelf = shelf;
    this.box = box;
    this.account = account;
    this.onlyDeleted = onlyDeleted;
  }

  UidSet run(UidSet uids) throws StoreException {
    Walk walk = new Walk(shelf.store(), box, uids);
    int limit = shelf.config().chunkMessages();
    for (var chunk = walk.next(limit); !chunk.isEmpty(); chunk = walk.next(limit)) {
      remove(chunk, shelf.tries("expunge messages"));
    }
    return UidSet.of(gone);
  }

  private void remove(List<Store.Entry> entries, Shelf.Tries tries) throws StoreException {
    List<Store.Entry> wanted = wanted(entries);
    while (!wanted.isEmpty()) {
      Log.trim(shelf, box);
      Batch batch = new Batch();
      Delta delta = ops(batch, shelf, box, wanted);
      Appending.discharge(batch, account, delta);
      switch (shelf.store().commit(batch)) {
        case Store.Commit.Done _ -> {
          wanted.forEach(entry -> gone.add(box.uid(entry.key())));
          return;
        }
        case Store.Commit.Refused(Batch.AssertEqual _) -> {
          return; // the mailbox was deleted
        }
        case Store.Commit.Refused _ -> tries.next();
      }
      UidSet uids = UidSet.of(wanted.stream().mapToLong(e -> box.uid(e.key())).toArray());
      wanted = wanted(Walk.all(shelf.store(), box, uids, wanted.size()));
    }
  }

  private List<Store.Entry> wanted(List<Store.Entry> entries) throws StoreException {
    List<Store.Entry> wanted = new ArrayList<>();
    for (Store.Entry entry : entries) {
      if (!onlyDeleted || Records.flags(Records.message(entry)).has(Flag.DELETED)) {
        wanted.add(entry);
      }
    }
    return wanted;
  }

  /** Adds what takes messages out of a mailbox, if they are all still as they were read. */
  static Delta ops(Batch batch, Shelf shelf, Box box, List<Store.Entry> entries)
      throws StoreException {
    Counts counts = Counts.read(shelf.store(), box);
    long claimed = counts.of(Counts.RECENT);
    Delta delta = new Delta();
    UidSet.Builder uids = new UidSet.Builder();
    batch.assertEqual(box.live(), Box.LIVE);
    for (Store.Entry entry : entries) {
      MessageRecord record = Records.message(entry);
      long uid = box.uid(entry.key());
      batch.assertVersion(entry.key(), entry.value().version());
      batch.delete(entry.key());
      batch.delete(box.outline(uid));
      batch.dereference(Records.blob(record), entry.key());
      delta.remove(record);
      delta.fresh(uid > claimed ? -1 : 0);
      uids.add(uid);
    }
    if (box.uid(entries.getLast().key()) > claimed) {
      counts.assertUnchanged(batch, Counts.RECENT);
    }
    Batch.Slot modseq = batch.addAndGet(box.counter(Counts.MODSEQ), 1);
    Log.add(batch, box, modseq, UidSet.NONE, uids.build());
    delta.addTo(batch, box);
    return delta;
  }
}
