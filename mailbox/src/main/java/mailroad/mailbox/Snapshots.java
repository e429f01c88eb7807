package mailroad.mailbox;

import java.util.ArrayList;
import java.util.HashMap;
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

  synchronized void forget(Box box) {
    Snapshot before = kept.remove(box.id());
    messages -= before == null ? 0 : before.messages().size();
  }

  /** A snapshot with what has happened since. */
  static Snapshot brought(Snapshot before, Changes changes) {
    if (changes.isEmpty()) {
      return new Snapshot(changes.uidNext(), changes.modseq(), before.messages());
    }
    Map<Long, Message> changed = new HashMap<>();
    changes.changed().forEach(message -> changed.put(message.uid(), message));
    List<Message> now = new ArrayList<>(before.messages().size() + changed.size());
    boolean someVanished = !changes.vanished().isEmpty();
    for (Message message : before.messages()) {
      if (!someVanished || !changes.vanished().contains(message.uid())) {
        Message newer = changed.remove(message.uid());
        now.add(newer == null ? message : newer);
      }
    }
    long last = before.messages().isEmpty() ? 0 : before.messages().getLast().uid();
    for (Message message : changes.changed()) {
      if (message.uid() > last) {
        now.add(message);
      }
    }
    return new Snapshot(changes.uidNext(), changes.modseq(), now);
  }
}
