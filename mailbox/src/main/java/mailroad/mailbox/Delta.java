package mailroad.mailbox;

import mailroad.records.MessageRecord;
import mailroad.store.Batch;

/** By how much the counters of a mailbox change. Used by one task. */
final class Delta {
  private long messages;
  private long octets;
  private long unseen;
  private long deleted;
  private long deletedOctets;
  private long fresh;

  static Delta of(Iterable<MessageRecord> records) {
    Delta delta = new Delta();
    records.forEach(delta::add);
    return delta;
  }

  void add(MessageRecord record) {
    count(record, 1);
  }

  void remove(MessageRecord record) {
    count(record, -1);
  }

  void change(Flags before, Flags after, long size) {
    flags(before, size, -1);
    flags(after, size, 1);
  }

  void fresh(long more) {
    fresh += more;
  }

  long messages() {
    return messages;
  }

  long octets() {
    return octets;
  }

  void addTo(Batch batch, Box box) {
    add(batch, box, Counts.MESSAGES, messages);
    add(batch, box, Counts.OCTETS, octets);
    add(batch, box, Counts.UNSEEN, unseen);
    add(batch, box, Counts.DELETED, deleted);
    add(batch, box, Counts.DELETED_OCTETS, deletedOctets);
    add(batch, box, Counts.FRESH, fresh);
  }

  private void count(MessageRecord record, int sign) {
    messages += sign;
    octets += sign * record.getOctets();
    flags(Records.flags(record), record.getOctets(), sign);
  }

  private void flags(Flags flags, long size, int sign) {
    unseen += flags.has(Flag.SEEN) ? 0 : sign;
    deleted += flags.has(Flag.DELETED) ? sign : 0;
    deletedOctets += flags.has(Flag.DELETED) ? sign * size : 0;
  }

  private static void add(Batch batch, Box box, String what, long delta) {
    if (delta != 0) {
      batch.add(box.counter(what), delta);
    }
  }
}
