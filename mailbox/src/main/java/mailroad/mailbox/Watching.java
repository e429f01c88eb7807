package mailroad.mailbox;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mailroad.kernel.Bell;
import mailroad.store.Key;
import mailroad.store.Store;

/**
 * Watches the names and subscriptions of an account, some mailboxes and annotations, and what others share with it, at once,
 * with one bell. Hints only. Used by one task at a time.
 */
public final class Watching implements AutoCloseable {
  private final Account account;
  private final AccountKeys keys;
  private final Set<Key> names = new HashSet<>();
  private final Set<Key> server = new HashSet<>();
  private final Map<Key, Mailbox> messages = new HashMap<>();
  private final Map<Key, Mailbox> annotations = new HashMap<>();
  private final Set<Key> touched = new HashSet<>();
  private final Store.Watch watch;

  Watching(Store store, Account account) {
    this.account = account;
    this.keys = new AccountKeys(account);
    this.watch = store.watch(keys(Subjects.NONE));
  }

  /**
   * What is watched besides the account's own names and subscriptions.
   *
   * @param messages mailboxes whose messages are watched
   * @param annotations mailboxes whose annotations are watched
   * @param server whether annotations of the server are watched
   * @param others whether what others share is watched; by the names of the owners of {@code shared}, too
   * @param shared mailboxes that others share
   */
  public record Subjects(
      Collection<Mailbox> messages,
      Collection<Mailbox> annotations,
      boolean server,
      boolean others,
      Collection<Mailbox> shared) {
    /** Nothing else. */
    public static final Subjects NONE = new Subjects(List.of(), List.of(), false, false, List.of());
  }

  private List<Key> keys(Subjects subjects) {
    messages.clear();
    subjects.messages().forEach(mailbox -> messages.put(mailbox.box().counters(), mailbox));
    annotations.clear();
    subjects
        .annotations()
        .forEach(mailbox -> annotations.put(mailbox.box().annotations(), mailbox));
    names.clear();
    names.addAll(List.of(keys.tree(), keys.subscriptions()));
    if (subjects.others()) {
      Sharing.identities(account).forEach(who -> names.add(who.grants()));
      subjects.shared().forEach(mailbox -> names.add(mailbox.ownersNames()));
    }
    server.clear();
    if (subjects.server()) {
      server.addAll(List.of(keys.annotationsOfServer(), Mailboxes.SERVER));
    }
    List<Key> all = new ArrayList<>(names);
    all.addAll(server);
    all.addAll(messages.keySet());
    all.addAll(annotations.keySet());
    return all;
  }

  /** Watches these instead; the bell stays. */
  public void watch(Subjects subjects) {
    List<Key> all = keys(subjects);
    watch.watch(all);
    touched.retainAll(new HashSet<>(all));
  }

  /** Rings when something may have happened. */
  public Bell bell() {
    return watch.bell();
  }

  /** Whether names, subscriptions or shares may have changed since this was last asked. */
  public boolean takeNames() {
    return take(names);
  }

  /** Whether annotations of the server may have changed since this was last asked. */
  public boolean takeServer() {
    return take(server);
  }

  /** The mailboxes in whose messages something may have happened since this was last asked. */
  public List<Mailbox> takeMailboxes() {
    return take(messages);
  }

  /** The mailboxes whose annotations may have changed since this was last asked. */
  public List<Mailbox> takeAnnotated() {
    return take(annotations);
  }

  private boolean take(Set<Key> some) {
    touched.addAll(watch.touched());
    return touched.removeAll(some);
  }

  private List<Mailbox> take(Map<Key, Mailbox> some) {
    touched.addAll(watch.touched());
    List<Mailbox> taken = new ArrayList<>();
    some.forEach((key, mailbox) -> {
      if (touched.remove(key)) {
        taken.add(mailbox);
      }
    });
    return taken;
  }

  @Override
  public void close() {
    watch.close();
  }
}
