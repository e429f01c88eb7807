package mailroad.mailbox;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mailroad.kernel.Bell;
import mailroad.store.Key;
import mailroad.store.Store;

/** Watches the names and some mailboxes of an account at once, with one bell. Hints only. Used by one task at a time. */
public final class Watching implements AutoCloseable {
  private final Key names;
  private final Key subscriptions;
  private final Map<Key, Mailbox> mailboxes = new HashMap<>();
  private final Store.Watch watch;
  private boolean namesTouched;
  private final Map<Key, Mailbox> touched = new HashMap<>();

  Watching(Store store, AccountKeys account, Collection<Mailbox> watched) {
    this.names = account.tree();
    this.subscriptions = account.subscriptions();
    this.watch = store.watch(keys(watched));
  }

  private List<Key> keys(Collection<Mailbox> watched) {
    mailboxes.clear();
    for (Mailbox mailbox : watched) {
      mailboxes.put(mailbox.box().counters(), mailbox);
    }
    List<Key> keys = new ArrayList<>(mailboxes.keySet());
    keys.add(names);
    keys.add(subscriptions);
    return keys;
  }

  /** Watches these mailboxes instead; the bell stays. */
  public void watch(Collection<Mailbox> watched) {
    watch.watch(keys(watched));
    touched.keySet().retainAll(mailboxes.keySet());
  }

  /** Rings when something may have happened. */
  public Bell bell() {
    return watch.bell();
  }

  /** Whether names or subscriptions may have changed since this was last asked. */
  public boolean takeNames() {
    collect();
    boolean taken = namesTouched;
    namesTouched = false;
    return taken;
  }

  /** The mailboxes in which something may have happened since this was last asked. */
  public List<Mailbox> takeMailboxes() {
    collect();
    List<Mailbox> taken = List.copyOf(touched.values());
    touched.clear();
    return taken;
  }

  private void collect() {
    Set<Key> keys = watch.touched();
    namesTouched |= keys.contains(names) || keys.contains(subscriptions);
    for (Key key : keys) {
      Mailbox mailbox = mailboxes.get(key);
      if (mailbox != null) {
        touched.put(key, mailbox);
      }
    }
  }

  @Override
  public void close() {
    watch.close();
  }
}
