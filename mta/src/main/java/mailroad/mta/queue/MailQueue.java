package mailroad.mta.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import mailroad.journal.Journal;
import mailroad.kernel.Bell;
import mailroad.kernel.Domain;
import mailroad.kernel.Event;
import mailroad.kernel.QueueId;
import mailroad.kernel.World;
import mailroad.mta.queue.QueuedMessage.Times;
import mailroad.mta.routing.Choice;
import mailroad.smtp.Envelope;
import mailroad.smtp.Recipient;
import mailroad.store.Batch;
import mailroad.store.BlobId;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;

/**
 * The queue as it lies in the store: mail goes in with the batch that accepts it, and administrators look at it
 * and change it. Any number of tasks may use it at once; all but {@link #add} and {@link #ring} block.
 */
public final class MailQueue {
  /** The store's queue that items wait in. */
  static final String NAME = "mail";

  private static final Key MESSAGES = Key.of("queue", "message");
  private static final Key ITEMS = Key.of("queue", "item");
  private static final Key BLOBS = Key.of("queue", "blob");
  private static final int ITEMS_MAX = 10_000;
  private static final int PAGE = 200;
  private static final int TRIES_MAX = 10;
  private static final String REMOVED = "removed";

  private final World world;
  private final Store store;
  private final Journal journal;
  private final QueueConfig config;
  private final Bell bell;

  /** The items that this node has in hand: scheduling one of them would end its claim. */
  private final Set<Key> inHand = ConcurrentHashMap.newKeySet();

  /** Those of them that were flushed meanwhile: due again as soon as their attempt has ended. */
  private final Set<Key> flushedInHand = ConcurrentHashMap.newKeySet();

  /** The queue in a store. */
  public MailQueue(World world, Store store, Journal journal, QueueConfig config) {
    this.world = world;
    this.store = store;
    this.journal = journal;
    this.config = config;
    this.bell = world.bell();
  }

  /** How mail waits here. */
  public QueueConfig config() {
    return config;
  }

  /**
   * Recipients that go to one next hop.
   *
   * @param hop the next hop as configuration writes it
   * @param lifetime how long they are tried, where their route says so
   */
  public record Group(String hop, Optional<Duration> lifetime, List<Recipient> recipients) {
    /** Recipients of one choice. */
    public Group(Choice choice, List<Recipient> recipients) {
      this(choice.hop().toString(), choice.lifetime(), recipients);
    }

    /** The record's list does not change. */
    public Group {
      recipients = List.copyOf(recipients);
    }
  }

  /** Puts a new message into the queue with a batch; {@link #ring} once that is committed. */
  public void add(Batch batch, QueuedMessage message, List<Group> groups) {
    List<QueuedItem> items = items(groups, 0, message.times().arrived());
    List<Integer> open = items.stream().map(QueuedItem::number).toList();
    put(batch, message.withItems(open, items.size()));
    batch.reference(message.blob(), BLOBS.then(message.id().value()));
    for (QueuedItem item : items) {
      put(batch, message.id(), item);
      if (!message.held()) {
        batch.schedule(NAME, scheduleKey(message.id(), item.number()), item.next());
      }
    }
  }

  /** A message as it begins its life in the queue. */
  public QueuedMessage message(
      QueueId id, Envelope envelope, BlobId blob, long octets, String messageIdField) {
    Instant now = world.now();
    boolean notice = envelope.sender().mailbox().isEmpty();
    Times times =
        new Times(
            now,
            now.plus(notice ? config.noticeLifetime() : config.lifetime()),
            notice || config.delayNoticeAfter().isZero()
                ? Optional.empty()
                : Optional.of(now.plus(config.delayNoticeAfter())));
    return new QueuedMessage(
        id,
        envelope.sender(),
        Optional.empty(),
        envelope.parameters(),
        blob,
        octets,
        times,
        false,
        List.of(),
        0,
        messageIdField);
  }

  List<QueuedItem> items(List<Group> groups, int firstNumber, Instant due) {
    List<QueuedItem> items = new ArrayList<>();
    for (Group group : groups) {
      for (List<Recipient> portion :
          QueueRecords.portions(group.recipients(), config.recipientsPerItemMax())) {
        items.add(
            QueuedItem.of(
                firstNumber + items.size(),
                group.hop(),
                portion,
                due,
                group.lifetime().map(due::plus)));
      }
    }
    return items;
  }

  /** Wakes the runner: there may be something to do. */
  public void ring() {
    bell.ring();
  }

  Bell bell() {
    return bell;
  }

  Set<Key> inHand() {
    return inHand;
  }

  Set<Key> flushedInHand() {
    return flushedInHand;
  }

  static Key scheduleKey(QueueId message, int item) {
    return Key.of(message.value(), item);
  }

  static Key messageKey(QueueId message) {
    return MESSAGES.then(message.value());
  }

  static void put(Batch batch, QueuedMessage message) {
    batch.put(messageKey(message.id()), QueueRecords.write(message));
  }

  static void put(Batch batch, QueueId message, QueuedItem item) {
    batch.put(itemKey(message, item.number()), QueueRecords.write(item));
  }

  static Key itemKey(QueueId message, int item) {
    return ITEMS.then(message.value(), item);
  }

  /** Takes out all that is left of a message once its last item is done with. */
  static void removeMessage(Batch batch, QueueId message, BlobId blob) {
    batch.delete(messageKey(message));
    batch.dereference(blob, BLOBS.then(message.value()));
  }

  /** A message as read, with the version to assert when it is changed. */
  record Versioned(QueuedMessage message, long version) {}

  /** An item as read, with the version to assert when it is changed. */
  record VersionedItem(QueuedItem item, long version) {}

  Optional<Versioned> read(QueueId id) throws StoreException {
    Optional<Store.Value> value = store.get(messageKey(id));
    return value.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Versioned(QueueRecords.message(id, value.get().bytes()), value.get().version()));
  }

  Optional<VersionedItem> readItem(QueueId id, int number) throws StoreException {
    Optional<Store.Value> value = store.get(itemKey(id, number));
    return value.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new VersionedItem(
                QueueRecords.item(id, number, value.get().bytes()), value.get().version()));
  }

  /** A message with what is left of it. */
  public record Entry(QueuedMessage message, List<QueuedItem> items) {
    /** The record's list does not change. */
    public Entry {
      items = List.copyOf(items);
    }
  }

  /** One message; empty if it is not in the queue. */
  public Optional<Entry> show(QueueId id) throws StoreException {
    Optional<Versioned> read = read(id);
    return read.isEmpty() ? Optional.empty() : Optional.of(entry(read.get().message()));
  }

  private Entry entry(QueuedMessage message) throws StoreException {
    return new Entry(message, items(message.id()).stream().map(VersionedItem::item).toList());
  }

  private List<VersionedItem> items(QueueId id) throws StoreException {
    Key prefix = ITEMS.then(id.value());
    List<VersionedItem> out = new ArrayList<>();
    for (Store.Entry entry : store.range(Store.Range.under(prefix, ITEMS_MAX))) {
      int number = (int) entry.key().after(prefix).number();
      QueuedItem item = QueueRecords.item(id, number, entry.value().bytes());
      out.add(new VersionedItem(item, entry.value().version()));
    }
    return out;
  }

  /**
   * The messages of the queue, oldest first.
   *
   * @param after the last one of the page before; empty to begin
   */
  public List<Entry> list(Optional<QueueId> after, int most) throws StoreException {
    Key from = after.map(id -> messageKey(id).then(0)).orElse(MESSAGES);
    List<Entry> out = new ArrayList<>();
    for (Store.Entry entry : store.range(Store.Range.from(from, MESSAGES, most))) {
      QueueId id = new QueueId(entry.key().after(MESSAGES).text());
      out.add(entry(QueueRecords.message(id, entry.value().bytes())));
    }
    return out;
  }

  /** Stops a message: it is not tried until released. An attempt that is under way goes on. */
  public boolean hold(QueueId id, String by) throws StoreException {
    return change(
        id,
        by,
        (batch, message, items) -> {
          put(batch, message.withHeld(true));
          for (VersionedItem versioned : items) {
            Key key = scheduleKey(id, versioned.item().number());
            if (!inHand.contains(key)) {
              batch.unschedule(NAME, key);
            }
          }
          return Optional.of("held");
        });
  }

  /** Lets a held message go on, at once. */
  public boolean release(QueueId id, String by) throws StoreException {
    return change(
        id,
        by,
        (batch, message, items) -> {
          put(batch, message.withHeld(false));
          dueNow(batch, id, items);
          return Optional.of("released");
        });
  }

  /** Makes a message due at once, unless it is held. */
  public boolean flush(QueueId id, String by) throws StoreException {
    return change(
        id,
        by,
        (batch, message, items) -> {
          if (message.held()) {
            return Optional.empty();
          }
          dueNow(batch, id, items);
          return Optional.of("flushed");
        });
  }

  /** What is being tried right now is left alone, and due again when that has ended. */
  private void dueNow(Batch batch, QueueId id, List<VersionedItem> items) {
    Instant now = world.now();
    for (VersionedItem versioned : items) {
      QueuedItem item = versioned.item();
      Key key = scheduleKey(id, item.number());
      flushedInHand.add(key); // first, so that an attempt that ends just now sees it
      if (!inHand.contains(key)) {
        flushedInHand.remove(key);
        batch.assertVersion(itemKey(id, item.number()), versioned.version());
        put(batch, id, item.withNext(now));
        batch.schedule(NAME, key, now);
      }
    }
  }

  /**
   * Makes all messages due at once that have recipients of a domain.
   *
   * @param domain empty for all
   * @return how many messages
   */
  public int flush(Optional<Domain> domain, String by) throws StoreException {
    int flushed = 0;
    Optional<QueueId> after = Optional.empty();
    while (true) {
      List<Entry> page = list(after, PAGE);
      for (Entry entry : page) {
        if (concerns(entry, domain) && flush(entry.message().id(), by)) {
          flushed++;
        }
      }
      if (page.size() < PAGE) {
        return flushed;
      }
      after = Optional.of(page.getLast().message().id());
    }
  }

  private static boolean concerns(Entry entry, Optional<Domain> domain) {
    return domain.isEmpty()
        || entry.items().stream()
            .flatMap(item -> item.recipients().stream())
            .anyMatch(w -> w.recipient().address().domain().equals(domain.get()));
  }

  /** Drops a message; nobody is told. What an attempt that is under way delivers is delivered. */
  public boolean remove(QueueId id, String by) throws StoreException {
    return change(
        id,
        by,
        (batch, message, items) -> {
          for (VersionedItem versioned : items) {
            batch.delete(itemKey(id, versioned.item().number()));
            batch.unschedule(NAME, scheduleKey(id, versioned.item().number()));
          }
          removeMessage(batch, id, message.blob());
          return Optional.of(REMOVED);
        });
  }

  /** What an administrator does to a message. */
  @FunctionalInterface
  private interface Change {
    /** Adds the change to the batch, and names it; empty if nothing is to be done. */
    Optional<String> make(Batch batch, QueuedMessage message, List<VersionedItem> items);
  }

  /** Makes a change to a message as it is now; whether there was anything to change. */
  private boolean change(QueueId id, String by, Change change) throws StoreException {
    for (int i = 0; i < TRIES_MAX; i++) {
      Optional<Versioned> read = read(id);
      if (read.isEmpty()) {
        return false;
      }
      Batch batch = new Batch().assertVersion(messageKey(id), read.get().version());
      Journal.Draft draft = journal.draft(batch);
      Optional<String> act = change.make(batch, read.get().message(), items(id));
      if (act.isEmpty()) {
        return false;
      }
      draft.add(new Event.Administered(id, world.now(), act.get(), by));
      if (act.get().equals(REMOVED)) {
        draft.add(new Event.Completed(id, world.now()));
      }
      if (store.commit(batch) instanceof Store.Commit.Done done) {
        draft.committed(done);
        ring();
        return true;
      }
    }
    throw new StoreException("message %s changes too fast to be changed".formatted(id));
  }

  /** How many items are due or will be, by next hop: what a person looks at first. */
  public Map<String, Integer> depths(int most) throws StoreException {
    Map<String, Integer> out = new LinkedHashMap<>();
    for (Entry entry : list(Optional.empty(), most)) {
      for (QueuedItem item : entry.items()) {
        out.merge(item.hop(), item.recipients().size(), Integer::sum);
      }
    }
    return out;
  }
}
