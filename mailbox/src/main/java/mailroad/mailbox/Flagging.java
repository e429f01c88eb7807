package mailroad.mailbox;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import mailroad.records.MessageRecord;
import mailroad.store.Batch;
import mailroad.store.Store;
import mailroad.store.StoreException;
import mailroad.store.ValueForm;

/** Changes flags, chunk by chunk. Used by one task, for one change. */
final class Flagging {
  private final Shelf shelf;
  private final Box box;
  private final FlagChange change;
  private final OptionalLong unchangedSince;
  private final Rights rights;
  private final List<Message> messages = new ArrayList<>();
  private final List<Long> modified = new ArrayList<>();
  private final List<Long> modseqs = new ArrayList<>();

  Flagging(Shelf shelf, Box box, FlagChange change, OptionalLong unchangedSince, Rights rights) {
    this.shelf = shelf;
    this.box = box;
    this.change = change;
    this.unchangedSince = unchangedSince;
    this.rights = rights;
  }

  Stored run(UidSet uids) throws StoreException {
    Walk walk = new Walk(shelf.store(), box, uids);
    int limit = shelf.config().chunkMessages();
    for (var chunk = walk.next(limit); !chunk.isEmpty(); chunk = walk.next(limit)) {
      change(chunk, shelf.tries("change flags"));
    }
    return new Stored(messages, UidSet.of(modified), modseqs);
  }

  /** Others that change the same messages make it start anew, in halves, so that both get on. */
  private void change(List<Store.Entry> entries, Shelf.Tries tries) throws StoreException {
    if (entries.isEmpty() || commit(entries)) {
      return;
    }
    tries.next();
    int half = (entries.size() + 1) / 2;
    change(again(entries.subList(0, half)), tries);
    change(again(entries.subList(half, entries.size())), tries);
  }

  private List<Store.Entry> again(List<Store.Entry> entries) throws StoreException {
    UidSet uids = UidSet.of(entries.stream().mapToLong(entry -> box.uid(entry.key())).toArray());
    return Walk.all(shelf.store(), box, uids, Math.max(1, entries.size()));
  }

  private boolean commit(List<Store.Entry> entries) throws StoreException {
    List<Pending> pending = new ArrayList<>();
    Batch batch = new Batch();
    for (Store.Entry entry : entries) {
      pending.add(pending(entry));
    }
    List<Pending> changing = pending.stream().filter(Pending::changes).toList();
    if (changing.isEmpty()) {
      report(pending, 0);
      return true;
    }
    Log.trim(shelf, box);
    batch.assertEqual(box.live(), Box.LIVE);
    Batch.Slot modseq = batch.addAndGet(box.counter(Counts.MODSEQ), 1);
    Delta delta = new Delta();
    UidSet.Builder uids = new UidSet.Builder();
    for (Pending one : changing) {
      one.write(batch, modseq);
      delta.change(Records.flags(one.record()), one.after(), one.record().getOctets());
      uids.add(one.uid());
    }
    Log.add(batch, box, modseq, uids.build(), UidSet.NONE);
    delta.addTo(batch, box);
    return switch (shelf.store().commit(batch)) {
      case Store.Commit.Done done -> {
        modseqs.add(done.slot(modseq));
        report(pending, done.slot(modseq));
        remember(done.slot(modseq), changing);
        yield true;
      }
      case Store.Commit.Refused(Batch.AssertEqual _) -> true; // the mailbox was deleted
      case Store.Commit.Refused _ -> false;
    };
  }

  private Pending pending(Store.Entry entry) throws StoreException {
    MessageRecord record = Records.message(entry);
    boolean stale = unchangedSince.isPresent() && record.getModseq() > unchangedSince.getAsLong();
    Flags before = Records.flags(record);
    Flags after =
        stale
            ? before
            : rights.limit(before, change.applyTo(before)).withAtMost(shelf.config().keywordsMax());
    return new Pending(box.uid(entry.key()), entry, record, after, stale);
  }

  private void remember(long modseq, List<Pending> changed) {
    List<Message> now = changed.stream().map(one -> one.message(modseq)).toList();
    if (shelf.snapshots().take(box, modseq, now)) {
      shelf.tables().owe(box, now.size());
    }
  }

  private void report(List<Pending> pending, long modseq) {
    for (Pending one : pending) {
      if (one.stale()) {
        modified.add(one.uid());
      } else {
        messages.add(one.changes() ? one.message(modseq) : one.before());
      }
    }
  }

  /** A message and what its flags will be. */
  private record Pending(
      long uid, Store.Entry entry, MessageRecord record, Flags after, boolean stale) {
    boolean changes() {
      return !after.equals(Records.flags(record));
    }

    Message before() {
      return Records.message(uid, record);
    }

    Message message(long modseq) {
      Message before = before();
      return new Message(uid, modseq, after, before.internalDate(), before.octets());
    }

    void write(Batch batch, Batch.Slot modseq) {
      batch.assertVersion(entry.key(), entry.value().version());
      batch.put(
          entry.key().form(),
          ValueForm.of(Records.withFlags(record, after).toByteArray())
              .fixed64(MessageRecord.MODSEQ_FIELD_NUMBER, modseq));
    }
  }
}
