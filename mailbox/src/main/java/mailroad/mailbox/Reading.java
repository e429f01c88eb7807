package mailroad.mailbox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import mailroad.records.LogRecord;
import mailroad.store.Store;
import mailroad.store.StoreException;

/** Reads a mailbox. */
final class Reading {
  private final Shelf shelf;
  private final Box box;

  Reading(Shelf shelf, Box box) {
    this.shelf = shelf;
    this.box = box;
  }

  /** The messages: what was read lately, or stands in the mailbox's table, and what has happened since. */
  Snapshot snapshot() throws StoreException {
    Optional<Snapshot> kept = shelf.snapshots().of(box);
    if (kept.isEmpty()) {
      kept = shelf.tables().read(box, counter(Counts.MODSEQ));
    }
    Snapshot snapshot = kept.isPresent() ? brought(kept.get()) : readAll();
    shelf.snapshots().keep(box, snapshot);
    if (kept.isEmpty()) {
      shelf.tables().noticed(box, snapshot, snapshot.messages().size());
    }
    return snapshot;
  }

  private Snapshot brought(Snapshot kept) throws StoreException {
    Changes changes = changesSince(kept.modseq());
    if (changes.vanished().equals(UidSet.all())) { // it was deleted
      return new Snapshot(changes.uidNext(), changes.modseq(), List.of());
    }
    Snapshot snapshot = Snapshots.brought(kept, changes);
    long count = changes.changed().size() + changes.vanished().size();
    shelf.tables().noticed(box, snapshot, count);
    return snapshot;
  }

  private Snapshot readAll() throws StoreException {
    // The modseq is read first: what happens while the messages are read is told again by
    // changesSince.
    Counts counts = Counts.read(shelf.store(), box);
    Status status = counts.status();
    if (counts.areGone()) {
      return new Snapshot(status.uidNext(), status.modseq(), List.of());
    }
    List<Message> messages = messages(UidSet.range(1, status.uidNext() - 1));
    return new Snapshot(status.uidNext(), status.modseq(), messages);
  }

  void each(Consumer<Message> reader) throws StoreException {
    Counts counts = Counts.read(shelf.store(), box);
    if (counts.areGone()) {
      return;
    }
    Walk walk = new Walk(shelf.store(), box, UidSet.range(1, counts.status().uidNext() - 1));
    int limit = shelf.config().chunkMessages();
    for (var chunk = walk.next(limit); !chunk.isEmpty(); chunk = walk.next(limit)) {
      Mailbox.messages(box, chunk).forEach(reader);
    }
  }

  List<Message> messages(UidSet uids) throws StoreException {
    Walk walk = new Walk(shelf.store(), box, uids);
    int limit = shelf.config().chunkMessages();
    List<Message> messages = new ArrayList<>();
    for (var chunk = walk.next(limit); !chunk.isEmpty(); chunk = walk.next(limit)) {
      messages.addAll(Mailbox.messages(box, chunk));
    }
    return messages;
  }

  Map<Long, Origin> origins(UidSet uids) throws StoreException {
    Map<Long, Origin> origins = new HashMap<>();
    for (Store.Entry entry : Walk.all(shelf.store(), box, uids, shelf.config().chunkMessages())) {
      origins.put(box.uid(entry.key()), Records.origin(Records.message(entry)));
    }
    return origins;
  }

  Changes changesSince(long modseq) throws StoreException {
    // Asked after each command, and mostly in vain. The UID is read first: it is not of a later
    // moment than the modseq.
    long uidNext = counter(Counts.UID) + 1;
    if (modseq > 0 && counter(Counts.MODSEQ) == modseq) {
      return new Changes(modseq, uidNext, List.of(), UidSet.NONE);
    }
    Counts counts = Counts.read(shelf.store(), box);
    Status status = counts.status();
    if (counts.areGone()) {
      return new Changes(modseq, status.uidNext(), List.of(), UidSet.all());
    }
    if (status.modseq() <= modseq) {
      return new Changes(modseq, status.uidNext(), List.of(), UidSet.NONE);
    }
    Journey journey = new Journey(modseq);
    if (!journey.readTo(status.modseq())) {
      return fromMessages(modseq, status);
    }
    UidSet touched = UidSet.ofRanges(journey.touched);
    return new Changes(
        status.modseq(),
        status.uidNext(),
        newerThan(modseq, messages(touched)),
        UidSet.ofRanges(journey.vanished));
  }

  private long counter(String what) throws StoreException {
    return shelf.store().get(box.counter(what)).map(Store.Value::asLong).orElse(0L);
  }

  /** What the log says of messages that went; empty if it no longer reaches back. */
  Optional<UidSet> vanishedSince(long modseq) throws StoreException {
    Counts counts = Counts.read(shelf.store(), box);
    Journey journey = new Journey(modseq);
    return !counts.areGone() && journey.readTo(counts.status().modseq())
        ? Optional.of(UidSet.ofRanges(journey.vanished))
        : Optional.empty();
  }

  /** The log no longer reaches back: all messages are looked at, and every UID without one has vanished. */
  private Changes fromMessages(long modseq, Status status) throws StoreException {
    List<Message> all = messages(UidSet.range(1, status.uidNext() - 1));
    UidSet.Builder vanished = new UidSet.Builder();
    long next = 1;
    for (Message message : all) {
      if (message.uid() > next) {
        vanished.add(next, message.uid() - 1);
      }
      next = message.uid() + 1;
    }
    if (next < status.uidNext()) {
      vanished.add(next, status.uidNext() - 1);
    }
    return new Changes(status.modseq(), status.uidNext(), newerThan(modseq, all), vanished.build());
  }

  private static List<Message> newerThan(long modseq, List<Message> messages) {
    return messages.stream().filter(message -> message.modseq() > modseq).toList();
  }

  /** Collects what the log says from one modseq to another. */
  private final class Journey {
    private final List<UidSet.Range> touched = new ArrayList<>();
    private final List<UidSet.Range> vanished = new ArrayList<>();
    private long at;

    Journey(long after) {
      this.at = after;
    }

    /** Whether the log has all of it. */
    boolean readTo(long last) throws StoreException {
      int limit = shelf.config().chunkMessages();
      while (at < last) {
        List<Store.Entry> entries =
            shelf
                .store()
                .range(
                    new Store.Range(box.log(at + 1), Optional.of(box.log(last + 1)), limit, false));
        if (entries.isEmpty()) {
          return false;
        }
        for (Store.Entry entry : entries) {
          if (entry.key().after(box.log()).number() != ++at) {
            return false;
          }
          take(Records.log(entry));
        }
      }
      return true;
    }

    private void take(LogRecord record) {
      if (record.getAppendedFirst() != 0) {
        touched.add(new UidSet.Range(record.getAppendedFirst(), record.getAppendedLast()));
      }
      ranges(record.getChangedList(), touched);
      ranges(record.getVanishedList(), vanished);
    }

    private static void ranges(List<Long> ends, List<UidSet.Range> into) {
      for (int i = 0; i + 1 < ends.size(); i += 2) {
        into.add(new UidSet.Range(ends.get(i), ends.get(i + 1)));
      }
    }
  }
}
