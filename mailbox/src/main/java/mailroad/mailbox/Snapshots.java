package mailroad.mailbox;

import java.util.ArrayList;
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
    List<Message> changed = changes.changed();
    List<Message> now = new ArrayList<>(before.messages().size() + changed.size());
    boolean someVanished = !changes.vanished().isEmpty();
    int next = 0; // of those that changed
    for (Message message : before.messages()) {
      while (next < changed.size() && changed.get(next).uid() < message.uid()) {
        next++; // gone from here, and seen again by nobody
      }
      boolean newer = next < changed.size() && changed.get(next).uid() == message.uid();
      if (!someVanished || !changes.vanished().contains(message.uid())) {
        now.add(newer ? changed.get(next) : message);
      }
    }
    long last = before.messages().isEmpty() ? 0 : before.messages().getLast().uid();
    for (Message message : changed) {
      if (message.uid() > last) {
        now.add(message);
      }
    }
    return new Snapshot(changes.uidNext(), changes.modseq(), now);
  }
}
