package mailroad.mailbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import mailroad.records.MessageRecord;
import mailroad.store.Batch;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;

/**
 * Copies or moves messages to another mailbox, chunk by chunk, each charged to whose mailbox it comes into. Used by one task, once.
 */
final class Copying {
  private final Shelf shelf;
  private final Mailbox from;
  private final Mailbox to;
  private final LongConsumer progress;
  private Rights rights = Rights.NONE; // of whoever copies, to the target
  private final List<Copied.Pair> pairs = new ArrayList<>();

  Copying(Shelf shelf, Mailbox from, Mailbox to, LongConsumer progress) {
    this.shelf = shelf;
    this.from = from;
    this.to = to;
    this.progress = progress;
  }

  Copied copy(UidSet uids) throws StoreException {
    Copied result = run(uids, false);
    if (!(result instanceof Copied.Done) && !pairs.isEmpty()) {
      // RFC 3501 section 6.4.7: a COPY that fails leaves the other mailbox as it was.
      UidSet copies = UidSet.of(pairs.stream().mapToLong(Copied.Pair::to).toArray());
      new Expunging(shelf, to.box(), to.keys(), false).run(copies);
    }
    return result;
  }

  Copied move(UidSet uids) throws StoreException {
    return from.rights().has(Right.EXPUNGE) && from.rights().has(Right.DELETE_MESSAGES)
        ? run(uids, true)
        : new Copied.Done(to.uidValidity(), List.of());
  }

  private Copied run(UidSet uids, boolean move) throws StoreException {
    rights = to.rights();
    if (!rights.has(Right.INSERT)) {
      return new Copied.Gone();
    }
    UidSet known = UidSet.range(1, from.status().uidNext() - 1); // a copy into itself ends
    Walk walk = new Walk(shelf.store(), from.box(), uids.and(known));
    int limit = shelf.config().chunkMessages();
    for (var chunk = walk.next(limit); !chunk.isEmpty(); chunk = walk.next(limit)) {
      switch (chunk(chunk, move)) {
        case Copied.Done _ -> progress.accept(pairs.size());
        case Copied.OverQuota over -> {
          return over;
        }
        case Copied.Gone gone -> {
          return gone;
        }
      }
    }
    return new Copied.Done(to.uidValidity(), pairs);
  }

  private Copied chunk(List<Store.Entry> entries, boolean move) throws StoreException {
    Shelf.Tries tries = shelf.tries(move ? "move messages" : "copy messages");
    List<Store.Entry> present = entries;
    while (!present.isEmpty()) {
      Log.trim(shelf, to.box());
      Batch batch = new Batch();
      List<Batch.Slot> slots = move ? moving(batch, present) : copying(batch, present);
      switch (shelf.store().commit(batch)) {
        case Store.Commit.Done done -> {
          for (int i = 0; i < slots.size(); i++) {
            long uid = from.box().uid(present.get(i).key());
            pairs.add(new Copied.Pair(uid, done.slot(slots.get(i))));
          }
          return new Copied.Done(to.uidValidity(), List.of());
        }
        case Store.Commit.Refused(Batch.AssertAtMost _) -> {
          return new Copied.OverQuota();
        }
        case Store.Commit.Refused(Batch.AssertEqual(Key key, byte[] _)) -> {
          boolean here = !key.equals(to.box().live());
          return here ? new Copied.Done(to.uidValidity(), List.of()) : new Copied.Gone();
        }
        case Store.Commit.Refused _ -> {
          tries.next();
          present = again(present);
        }
      }
    }
    return new Copied.Done(to.uidValidity(), List.of());
  }

  private List<Batch.Slot> copying(Batch batch, List<Store.Entry> entries) throws StoreException {
    for (Store.Entry entry : entries) {
      // As long as the message is there its content is, too.
      batch.assertVersion(entry.key(), entry.value().version());
    }
    List<Incoming> messages = messages(entries);
    List<Batch.Slot> slots = Appending.add(batch, to.box(), messages);
    Appending.charge(batch, to.mailboxes().quota(), Delta.of(Incoming.records(messages)));
    return slots;
  }

  private List<Batch.Slot> moving(Batch batch, List<Store.Entry> entries) throws StoreException {
    // The new reference comes first: the content is never without one.
    List<Incoming> messages = messages(entries);
    List<Batch.Slot> slots = Appending.add(batch, to.box(), messages);
    Delta gone = Expunging.ops(batch, shelf, from.box(), entries);
    if (from.account().id() != to.account().id()) {
      Appending.charge(batch, to.mailboxes().quota(), Delta.of(Incoming.records(messages)));
      Appending.discharge(batch, from.keys(), gone);
    }
    return slots;
  }

  private List<Incoming> messages(List<Store.Entry> entries) throws StoreException {
    Map<Long, byte[]> outlines = shelf.outlines().kept(from.box(), uids(entries));
    List<Incoming> messages = new ArrayList<>(entries.size());
    for (Store.Entry entry : entries) {
      MessageRecord there = Records.message(entry);
      Flags flags = rights.limit(Flags.NONE, Records.flags(there));
      MessageRecord record = Records.saved(Records.withFlags(there, flags), shelf.world().now());
      byte[] outline = outlines.get(from.box().uid(entry.key()));
      messages.add(new Incoming(record, Optional.ofNullable(outline), Optional.empty()));
    }
    return messages;
  }

  private UidSet uids(List<Store.Entry> entries) {
    return UidSet.of(entries.stream().mapToLong(e -> from.box().uid(e.key())).toArray());
  }

  private List<Store.Entry> again(List<Store.Entry> entries) throws StoreException {
    return Walk.all(shelf.store(), from.box(), uids(entries), entries.size());
  }
}
