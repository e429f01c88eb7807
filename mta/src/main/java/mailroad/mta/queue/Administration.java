package mailroad.mta.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.journal.Journal;
import mailroad.kernel.Event;
import mailroad.kernel.QueueId;
import mailroad.kernel.World;
import mailroad.mta.queue.QueueShelf.Versioned;
import mailroad.mta.queue.QueueShelf.VersionedItem;
import mailroad.store.Batch;
import mailroad.store.Key;
import mailroad.store.StoreException;

/**
 * What an administrator does with mail that waits. Each change of a message is a batch that asserts that the
 * message is what it was. Any number of tasks may use it; blocks.
 */
public final class Administration {
  private static final int PAGE = 100;
  private static final int TRIES_MAX = 10;
  private static final String REMOVED = "removed";

  private final World world;
  private final MailQueue queue;
  private final Journal journal;
  private final Suspensions suspensions;

  Administration(World world, MailQueue queue, Journal journal) {
    this.world = world;
    this.queue = queue;
    this.journal = journal;
    this.suspensions = new Suspensions(queue.shelf().store());
  }

  /** What can be done to a message. */
  public enum Act {
    /** It is not tried until released. An attempt that is under way goes on. */
    HOLD("held"),
    /** One that is held goes on, at once. */
    RELEASE("released"),
    /** It is due at once, unless it is held. */
    FLUSH("flushed"),
    /** It is dropped; nobody is told. What an attempt that is under way delivers is delivered. */
    REMOVE(REMOVED);

    private final String past;

    Act(String past) {
      this.past = past;
    }
  }

  /** Does something to a message; whether there was anything to do. */
  public boolean act(Act act, QueueId id, String by) throws StoreException {
    return change(
        id,
        act.past,
        by,
        (batch, draft, message, items) ->
            switch (act) {
              case HOLD -> hold(batch, message, items);
              case RELEASE -> release(batch, draft, message, items);
              case FLUSH -> flush(batch, draft, message, items);
              case REMOVE -> remove(batch, message, items);
            });
  }

  /** Does something to all messages that fit; how many there was anything to do for. */
  public int act(Act act, QueueQuery query, String by) throws StoreException {
    int done = 0;
    Optional<QueueId> after = Optional.empty();
    do {
      QueueView.Page page = queue.view().list(query, after, PAGE);
      for (MailQueue.Entry entry : page.entries()) {
        if (act(act, entry.message().id(), by)) {
          done++;
        }
      }
      after = page.next();
    } while (after.isPresent());
    return done;
  }

  private boolean hold(Batch batch, QueuedMessage message, List<VersionedItem> items) {
    if (message.held()) {
      return false;
    }
    QueueShelf.put(batch, message.withHeld(true));
    for (VersionedItem versioned : items) {
      Key key = QueueShelf.scheduleKey(message.id(), versioned.item().number());
      if (!queue.inHand().touch(key)) {
        batch.unschedule(QueueShelf.ITEMS_DUE, key);
      }
    }
    return true;
  }

  private boolean release(
      Batch batch, Journal.Draft draft, QueuedMessage message, List<VersionedItem> items) {
    QueueShelf.put(batch, message.withHeld(false));
    dueNow(batch, draft, message, items);
    return true;
  }

  private boolean flush(
      Batch batch, Journal.Draft draft, QueuedMessage message, List<VersionedItem> items) {
    if (message.held()) {
      return false;
    }
    dueNow(batch, draft, message, items);
    return true;
  }

  /** What is in hand right now is left alone, and due again when that has ended. */
  private void dueNow(
      Batch batch, Journal.Draft draft, QueuedMessage message, List<VersionedItem> items) {
    Instant now = world.now();
    for (VersionedItem versioned : items) {
      QueuedItem item = versioned.item();
      Key key = QueueShelf.scheduleKey(message.id(), item.number());
      queue.lanes().forgive(Optional.of(item.hop()));
      queue.inHand().touch(key);
      if (!queue.inHand().again(key)) {
        batch.assertVersion(QueueShelf.itemKey(message.id(), item.number()), versioned.version());
        QueueShelf.put(batch, message.id(), item.withNext(now));
        queue.schedule(batch, draft, new LaneName(item.hop(), false), key, now);
      }
    }
  }

  private boolean remove(Batch batch, QueuedMessage message, List<VersionedItem> items) {
    for (VersionedItem versioned : items) {
      Key key = QueueShelf.scheduleKey(message.id(), versioned.item().number());
      batch.delete(QueueShelf.itemKey(message.id(), versioned.item().number()));
      batch.unschedule(QueueShelf.ITEMS_DUE, key);
      queue.inHand().touch(key);
    }
    QueueShelf.removeMessage(batch, message);
    return true;
  }

  /** A change of a message. */
  @FunctionalInterface
  private interface Change {
    /** Adds the change to the batch; whether anything is to be done. */
    boolean make(
        Batch batch, Journal.Draft draft, QueuedMessage message, List<VersionedItem> items);
  }

  /** Makes a change to a message as it is now; whether there was anything to change. */
  private boolean change(QueueId id, String act, String by, Change change) throws StoreException {
    for (int i = 0; i < TRIES_MAX; i++) {
      Optional<Versioned> read = queue.shelf().read(id);
      if (read.isEmpty()) {
        return false;
      }
      Batch batch = new Batch().assertVersion(QueueShelf.messageKey(id), read.get().version());
      Journal.Draft draft = journal.draft(batch);
      if (!change.make(batch, draft, read.get().message(), queue.shelf().items(id))) {
        return false;
      }
      draft.add(new Event.Administered(id, world.now(), act, by));
      if (act.equals(REMOVED)) {
        draft.add(new Event.Completed(id, world.now()));
      }
      if (draft.commit()) {
        return true;
      }
    }
    throw new StoreException("message %s changes too fast to be changed".formatted(id));
  }

  /**
   * Sends nothing to a next hop until further notice, or for a time.
   *
   * @param hop as the queue shows it: a domain, or what a route names
   */
  public Suspension suspend(String hop, String reason, String by, Optional<Duration> time)
      throws StoreException {
    Instant now = world.now();
    Suspension suspension =
        new Suspension(new LaneName(hop, false).hop(), reason, by, now, time.map(now::plus));
    suspensions.put(suspension);
    apply(suspension);
    return suspension;
  }

  /** Lets a next hop go on that was suspended, or rests; whether it was suspended by an administrator. */
  public boolean resume(String hop) throws StoreException {
    boolean was = suspensions.remove(new LaneName(hop, false).hop());
    queue.lanes().suspend(hop, Optional.empty());
    queue.ring();
    return was;
  }

  /** The next hops that administrators have suspended. */
  public List<Suspension> suspended() throws StoreException {
    return new ArrayList<>(suspensions.all());
  }

  /** Suspends what was suspended when this node last ended. */
  void restore() throws StoreException {
    for (Suspension suspension : suspensions.all()) {
      if (suspension.isOver(world.now())) {
        suspensions.remove(suspension.hop());
      } else {
        apply(suspension);
      }
    }
  }

  private void apply(Suspension suspension) {
    queue.lanes().suspend(suspension.hop(), Optional.of(suspension)).forEach(queue.returns()::owe);
    queue.ring();
  }
}
