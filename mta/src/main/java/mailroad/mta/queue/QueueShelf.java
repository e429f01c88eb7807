package mailroad.mta.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.QueueId;
import mailroad.store.Batch;
import mailroad.store.BlobId;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;

/** Where the queue's records lie in the store. Any number of tasks may use it; reading blocks. */
record QueueShelf(Store store) {
  /** The store's queue that items wait in, a lane for each next hop. */
  static final String ITEMS_DUE = "mail";

  /** The store's queue of messages whose sender has set a time. */
  static final String DEADLINES = "mail-deadline";

  static final Key MESSAGES = Key.of("queue", "message");
  private static final Key ITEMS = Key.of("queue", "item");
  private static final Key BLOBS = Key.of("queue", "blob");
  private static final int ITEMS_MAX = 10_000;

  /** A message as read, with the version to assert when it is changed. */
  record Versioned(QueuedMessage message, long version) {}

  /** An item as read, with the version to assert when it is changed. */
  record VersionedItem(QueuedItem item, long version) {}

  static Key scheduleKey(QueueId message, int item) {
    return Key.of(message.value(), item);
  }

  static Key messageKey(QueueId message) {
    return MESSAGES.then(message.value());
  }

  static Key itemKey(QueueId message, int item) {
    return ITEMS.then(message.value(), item);
  }

  static Key deadlineKey(QueueId message) {
    return Key.of(message.value());
  }

  static void put(Batch batch, QueuedMessage message) {
    batch.put(messageKey(message.id()), QueueRecords.write(message));
  }

  static void put(Batch batch, QueueId message, QueuedItem item) {
    batch.put(itemKey(message, item.number()), QueueRecords.write(item));
  }

  static void keepBlob(Batch batch, QueuedMessage message) {
    batch.reference(message.blob(), BLOBS.then(message.id().value()));
  }

  /** Takes out all that is left of a message once its last item is done with. */
  static void removeMessage(Batch batch, QueuedMessage message) {
    batch.delete(messageKey(message.id()));
    BlobId blob = message.blob();
    batch.dereference(blob, BLOBS.then(message.id().value()));
    if (message.hasDeadline()) {
      batch.unschedule(DEADLINES, deadlineKey(message.id()));
    }
  }

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

  /** The items of a message that are not done with. */
  List<VersionedItem> items(QueueId id) throws StoreException {
    Key prefix = ITEMS.then(id.value());
    List<VersionedItem> out = new ArrayList<>();
    for (Store.Entry entry : store.range(Store.Range.under(prefix, ITEMS_MAX))) {
      int number = (int) entry.key().after(prefix).number();
      QueuedItem item = QueueRecords.item(id, number, entry.value().bytes());
      out.add(new VersionedItem(item, entry.value().version()));
    }
    return out;
  }

  /** An item and whose it is. */
  record ItemAt(QueueId message, QueuedItem item) {}

  /** Items of all messages, the oldest message's first. */
  List<ItemAt> itemsAfter(Optional<ItemAt> after, int most) throws StoreException {
    Key from = after.map(at -> itemKey(at.message(), at.item().number() + 1)).orElse(ITEMS);
    List<ItemAt> out = new ArrayList<>();
    for (Store.Entry entry : store.range(Store.Range.from(from, ITEMS, most))) {
      Key.Reader key = entry.key().after(ITEMS);
      QueueId id = new QueueId(key.text());
      out.add(new ItemAt(id, QueueRecords.item(id, (int) key.number(), entry.value().bytes())));
    }
    return out;
  }

  /**
   * Messages, oldest first.
   *
   * @param after the last one of the page before; empty to begin
   * @param before the end: the first id that is not meant
   */
  List<QueuedMessage> messages(Optional<QueueId> after, Optional<String> before, int most)
      throws StoreException {
    Key from = after.map(id -> messageKey(id).then(0)).orElse(MESSAGES);
    Optional<Key> to = Optional.of(before.map(MESSAGES::then).orElse(MESSAGES.after()));
    List<QueuedMessage> out = new ArrayList<>();
    for (Store.Entry entry : store.range(new Store.Range(from, to, most, false))) {
      QueueId id = new QueueId(entry.key().after(MESSAGES).text());
      out.add(QueueRecords.message(id, entry.value().bytes()));
    }
    return out;
  }
}
