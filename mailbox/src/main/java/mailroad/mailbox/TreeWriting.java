package mailroad.mailbox;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mailroad.mailbox.Tree.Edit;
import mailroad.mailbox.Tree.Node;
import mailroad.records.NameRecord;
import mailroad.store.Batch;

/** Writes edits of names as a batch. Used by one task, for one batch. */
final class TreeWriting {
  private final AccountKeys keys;
  private final List<Long> buried = new ArrayList<>();
  private final Map<MailboxName, Long> made = new LinkedHashMap<>();
  private long nextBox;

  /**
   * Writes for one account.
   *
   * @param firstBox the first of the numbers for new mailboxes
   */
  TreeWriting(AccountKeys keys, long firstBox) {
    this.keys = keys;
    this.nextBox = firstBox;
  }

  Batch batch(List<Edit> edits) {
    Batch batch = new Batch().assertEqual(keys.live(), Box.LIVE);
    edits.forEach(edit -> write(batch, edit));
    return batch;
  }

  /** The mailboxes whose messages are to be removed after the commit. */
  List<Long> buried() {
    return List.copyOf(buried);
  }

  /** The numbers of new mailboxes, by name. */
  Map<MailboxName, Long> made() {
    return Map.copyOf(made);
  }

  void write(Batch batch, Edit edit) {
    switch (edit) {
      case Edit.Put(MailboxName name, Node node) -> put(batch, name, node);
      case Edit.Remove(MailboxName name) -> batch.delete(keys.name(name));
      case Edit.Bury(long box) -> {
        Purge.bury(batch, new Box(box), keys);
        buried.add(box);
      }
    }
  }

  private void put(Batch batch, MailboxName name, Node node) {
    NameRecord.Builder record =
        NameRecord.newBuilder()
            .setBox(node.box() == Tree.NEW ? make(batch, name) : node.box())
            .setSpecialUse(node.use().map(SpecialUse::attribute).orElse(""));
    batch.put(keys.name(name), record.build().toByteArray());
  }

  private long make(Batch batch, MailboxName name) {
    Box box = new Box(nextBox++);
    made.put(name, box.id());
    batch.put(box.live(), Box.LIVE);
    batch.add(box.counter(Counts.MODSEQ), 1); // RFC 7162 section 3.1.2.1: never 0
    return box.id();
  }
}
