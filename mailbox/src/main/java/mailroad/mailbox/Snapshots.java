package mailroad.mailbox;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The last snapshots of mailboxes, so that who selects a large one reads only what has changed since. Sessions share the
 * messages in them. The ones unused for longest go when there are more messages than {@link
 * MailboxConfig#snapshotMessagesMax}. Any number of tasks may use it at once.
 */
final class Snapshots {
  private static final int WORTH_PART = 16;

  private final int messagesMax;
  private final Map<Long, Snapshot> kept = new LinkedHashMap<>(16, 0.75f, true);
  private long messages;

  Snapshots(int messagesMax) {
    this.messagesMax = messagesMax;
  }

  synchronized Optional<Snapshot> of(Box box) {
    return Optional.ofNullable(kept.get(box.id()));
  }

  /** Keeps it unless a newer one is kept. */
  synchronized void keep(Box box, Snapshot snapshot) {
    Snapshot before = kept.get(box.id());
    if (before != null && before.modseq() > snapshot.modseq()) {
      return;
    }
    forget(box);
    if (snapshot.messages().size() > messagesMax) {
      return;
    }
    kept.put(box.id(), snapshot);
    messages += snapshot.messages().size();
    Iterator<Snapshot> eldest = kept.values().iterator();
    while (messages > messagesMax) {
      messages -= eldest.next().messages().size();
      eldest.remove();
    }
  }

  /**
   * Takes in what one change did to flags, so that nobody reads it again. It is left to be read where it concerns few of the
   * messages, since the others are copied, or where something else has happened in between.
   *
   * @param messages as they are since, in the order of their UIDs
   */
  boolean take(Box box, long modseq, List<Message> messages) {
    Optional<Snapshot> kept = of(box);
    boolean follows =
        kept.isPresent()
            && kept.get().modseq() == modseq - 1
            && messages.size() >= kept.get().messages().size() / WORTH_PART;
    if (follows) {
      Changes changes = new Changes(modseq, kept.get().uidNext(), messages, UidSet.NONE);
      keep(box, brought(kept.get(), changes));
    }
    return follows;
  }

  synchronized void forget(Box box) {
    Snapshot before = kept.remove(box.id());
    messages -= before == null ? 0 : before.messages().size();
  }

  /** A snapshot with what has happened since. */
  static Snapshot brought(Snapshot before, Changes changes) {
    if (changes.isEmpty()) {
      return new Snapshot(changes.uidNext(), changes.modseq(), before.messages());
    }
    Messages all = before.messages();
    long last = all.isEmpty() ? 0 : all.uid(all.size() - 1);
    Roll now = new Roll(all);
    if (!changes.vanished().isEmpty()) {
      now = now.without(changes.vanished()::contains);
    }
    int known = now.size();
    int next = 0;
    for (Message message : changes.changed()) {
      if (message.uid() > last) {
        now.add(message);
        continue;
      }
      if (next >= known || now.uid(next) != message.uid()) {
        next = now.from(message.uid());
      }
      if (next < known && now.uid(next) == message.uid()) { // or it is gone from here
        now.put(next++, message);
      }
    }
    return new Snapshot(changes.uidNext(), changes.modseq(), now);
  }
}
