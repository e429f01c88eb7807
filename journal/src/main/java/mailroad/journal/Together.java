package mailroad.journal;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.QueueId;
import mailroad.records.EventRecord;
import mailroad.store.Batch;
import mailroad.store.Key;
import mailroad.store.ValueForm;

/** Events that happen to one message together, and stand in one entry: each entry costs, whatever is in it. Used by one task. */
final class Together {
  /** Far below what a value may have. */
  private static final int OCTETS_MAX = 50_000;

  private final QueueId message;
  private final Key key;
  private final EventRecord.Builder first;
  private final List<Batch.Slot> uids = new ArrayList<>();
  private int octets;

  /**
   * Begins an entry.
   *
   * @param uid made by the commit, if the event is a filing
   */
  Together(QueueId message, Key key, EventRecord record, Optional<Batch.Slot> uid) {
    this.message = message;
    this.key = key;
    this.first = record.toBuilder();
    this.octets = record.getSerializedSize();
    uid.ifPresent(uids::add);
  }

  /** Adds what happened next; false if it does not belong here, or has no room. */
  boolean takes(QueueId to, EventRecord record, Optional<Batch.Slot> uid) {
    int more = record.getSerializedSize();
    if (!to.equals(message) || octets + more > OCTETS_MAX) {
      return false;
    }
    octets += more;
    first.addAlso(record);
    uid.ifPresent(uids::add);
    return true;
  }

  /** Adds the entry to a batch. */
  void putInto(Batch batch) {
    ValueForm value = ValueForm.of(first.build().toByteArray());
    int field =
        first.getAlsoCount() == 0 ? EventRecord.UID_FIELD_NUMBER : EventRecord.UIDS_FIELD_NUMBER;
    uids.forEach(uid -> value.fixed64(field, uid));
    batch.put(key.form(), value);
  }

  /** The records that stand in an entry, as if each had one of its own. */
  static List<EventRecord> apart(EventRecord entry) {
    if (entry.getAlsoCount() == 0 && entry.getUidsCount() == 0) {
      return List.of(entry);
    }
    Iterator<Long> uids = entry.getUidsList().iterator();
    List<EventRecord> records = new ArrayList<>();
    records.add(numbered(entry.toBuilder().clearAlso().clearUids().build(), uids));
    entry.getAlsoList().forEach(record -> records.add(numbered(record, uids)));
    return records;
  }

  private static EventRecord numbered(EventRecord record, Iterator<Long> uids) {
    return record.hasFiled() && record.getUid() == 0 && uids.hasNext()
        ? record.toBuilder().setUid(uids.next()).build()
        : record;
  }
}
