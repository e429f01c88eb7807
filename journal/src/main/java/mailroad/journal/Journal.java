package mailroad.journal;

import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import mailroad.kernel.Event;
import mailroad.kernel.QueueId;
import mailroad.kernel.World;
import mailroad.records.EventRecord;
import mailroad.store.Batch;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;

/**
 * The events of all messages of one server. Any number of tasks may use it at once; reading and {@link #sweep}
 * block on the store.
 *
 * <p>A message's events are ordered by time, then by the order of their drafts. An index of its own leads from
 * the time of acceptance, the Message-ID field and the id at the next hop to the message.
 */
public final class Journal {
  private static final Key EVENTS = Key.of("journal", "event");
  private static final Key ACCEPTED = Key.of("journal", "accepted");
  private static final Key MESSAGE_IDS = Key.of("journal", "message-id");
  private static final Key THEIR_IDS = Key.of("journal", "their-id");
  private static final byte[] NOTHING = {};
  private static final int PAGE = 500;
  private static final int MESSAGE_ID_CHARACTERS_MAX = 500;
  private static final int FOUND_MAX = 100;

  private final World world;
  private final Store store;
  private final JournalConfig config;
  private final String host;
  private final EventWriter writer;
  private final AtomicLong sequence = new AtomicLong();
  private final long writerId;
  private final List<Consumer<Event>> listeners = new CopyOnWriteArrayList<>();

  /**
   * The journal in a store.
   *
   * @param host how this server is called in a journey over several
   */
  public Journal(World world, Store store, JournalConfig config, String host) {
    this.world = world;
    this.store = store;
    this.config = config;
    this.host = host;
    this.writer = new EventWriter(new Bounds(config));
    // Two writers, such as two nodes or one before and after its crash, never overwrite each other.
    this.writerId = world.random().nextLong() >>> 1;
  }

  /** How this server is called. */
  public String host() {
    return host;
  }

  /** Has each event told to this listener from now on, after its commit and in the committing task. */
  public void listen(Consumer<Event> listener) {
    listeners.add(listener);
  }

  /** Begins to write events into a batch. */
  public Draft draft(Batch batch) {
    return new Draft(batch);
  }

  /** Events on their way into the log with one batch; used by one task. */
  public final class Draft {
    private final Batch batch;
    private final List<Written> events = new ArrayList<>();
    private final List<Runnable> afterwards = new ArrayList<>();
    private boolean folding;
    private Optional<Together> together = Optional.empty();

    private sealed interface Written {}

    private record Known(Event event) implements Written {}

    private record Numbered(Batch.Slot uid, LongFunction<Event.Filed> event) implements Written {}

    private Draft(Batch batch) {
      this.batch = batch;
    }

    /**
     * Has the events that are added until it is closed written together, message by message; before the commit it must be
     * closed.
     */
    public Fold fold() {
      folding = true;
      return () -> {
        folding = false;
        unfold();
      };
    }

    private void unfold() {
      together.ifPresent(events -> events.putInto(batch));
      together = Optional.empty();
    }

    /** Adds an event. */
    public Draft add(Event event) {
      events.add(new Known(event));
      put(event, Optional.empty());
      index(event);
      return this;
    }

    /** Adds what was found about a message that was refused when it was whole: of it, there is nothing else to tell. */
    public Draft addRefused(Event.Judged event) {
      add(event);
      batch.put(ACCEPTED.then(event.at(), event.message().value()), NOTHING);
      return add(new Event.Completed(event.message(), event.at()));
    }

    /** Adds a filing whose UID the commit will make. */
    public Draft addFiled(Batch.Slot uid, LongFunction<Event.Filed> event) {
      events.add(new Numbered(uid, event));
      put(event.apply(0), Optional.of(uid));
      return this;
    }

    private void put(Event event, Optional<Batch.Slot> uid) {
      int part = 0;
      long number = sequence.getAndIncrement();
      for (EventRecord record : writer.write(event)) {
        if (!folding || together.isEmpty() || !together.get().takes(event.message(), record, uid)) {
          unfold();
          Key key = EVENTS.then(event.message().value(), event.at(), number, writerId, part);
          together = Optional.of(new Together(event.message(), key, record, uid));
        }
        part++;
      }
      if (!folding) {
        unfold();
      }
    }

    private void index(Event event) {
      switch (event) {
        case Event.Accepted e -> {
          batch.put(ACCEPTED.then(e.at(), e.message().value()), NOTHING);
          if (!e.messageIdField().isEmpty()) {
            batch.put(messageIdKey(e.messageIdField()).then(e.message().value()), NOTHING);
          }
        }
        case Event.Relayed e ->
            e.theirId()
                .ifPresent(
                    id -> batch.put(THEIR_IDS.then(id.value(), e.message().value()), NOTHING));
        case Event.Released e ->
            batch.put(THEIR_IDS.then(e.as().value(), e.message().value()), NOTHING);
        default -> {}
      }
    }

    /** Has something done once the batch has been committed, in the committing task; it must not block. */
    public Draft afterwards(Runnable act) {
      afterwards.add(act);
      return this;
    }

    /** Does what is to be done now, and tells the listeners; to be called once the batch has been committed. */
    public void committed(Store.Commit.Done done) {
      afterwards.forEach(Runnable::run);
      for (Written event : events) {
        tell(
            switch (event) {
              case Known(var known) -> known;
              case Numbered(var uid, var filed) -> filed.apply(done.slot(uid));
            });
      }
    }
  }

  /** While it is open, events are written together. */
  public interface Fold extends AutoCloseable {
    @Override
    void close();
  }

  private void tell(Event event) {
    listeners.forEach(listener -> listener.accept(event));
  }

  private static Key messageIdKey(String field) {
    String id = field.strip();
    return MESSAGE_IDS.then(
        id.length() > MESSAGE_ID_CHARACTERS_MAX ? id.substring(0, MESSAGE_ID_CHARACTERS_MAX) : id);
  }

  /** All events of a message in their order; none if it is not known here. */
  public List<Event> events(QueueId message) throws StoreException {
    Key prefix = EVENTS.then(message.value());
    List<Event> out = new ArrayList<>();
    List<EventRecord> records = new ArrayList<>();
    Key from = prefix;
    while (out.size() < config.eventsMax()) {
      List<Store.Entry> page = store.range(Store.Range.from(from, prefix, PAGE));
      for (Store.Entry entry : page) {
        for (EventRecord record : Together.apart(parse(entry))) {
          if (!record.hasMoreAddresses()) {
            read(message, records).ifPresent(out::add);
            records.clear();
          }
          records.add(record);
        }
      }
      if (page.size() < PAGE) {
        break;
      }
      from = page.getLast().key().then(0);
    }
    read(message, records).ifPresent(out::add);
    return out;
  }

  private static EventRecord parse(Store.Entry entry) throws StoreException {
    try {
      return EventRecord.parseFrom(entry.value().bytes());
    } catch (InvalidProtocolBufferException e) {
      throw new StoreException("damaged event at " + entry.key(), e);
    }
  }

  private static Optional<Event> read(QueueId message, List<EventRecord> records)
      throws StoreException {
    try {
      return records.isEmpty() ? Optional.empty() : EventReader.read(message, records);
    } catch (IllegalArgumentException e) {
      throw new StoreException("damaged event of " + message, e);
    }
  }

  /** How a message was taken over; empty if it is not known here. */
  public Optional<Event.Accepted> accepted(QueueId message) throws StoreException {
    return events(message).stream()
        .filter(Event.Accepted.class::isInstance)
        .map(Event.Accepted.class::cast)
        .findFirst();
  }

  /**
   * The messages that a person may mean, oldest first: by queue id, by the id at the next hop, by Message-ID
   * field with or without its brackets.
   */
  public List<QueueId> find(String text) throws StoreException {
    Set<QueueId> found = new LinkedHashSet<>();
    Optional<QueueId> id = QueueId.parse(text);
    if (id.isPresent()) {
      if (!store.range(Store.Range.under(EVENTS.then(id.get().value()), 1)).isEmpty()) {
        found.add(id.get());
      }
      found.addAll(byTheirId(id.get()));
    }
    found.addAll(byMessageId(text));
    String bare = text.strip();
    if (!bare.startsWith("<")) {
      found.addAll(byMessageId("<" + bare + ">"));
    }
    return List.copyOf(found);
  }

  /** The messages with this Message-ID field, oldest first. */
  public List<QueueId> byMessageId(String field) throws StoreException {
    return idsUnder(messageIdKey(field));
  }

  /** The messages that the next hop took over under this id, or that went on under it here once they were released. */
  public List<QueueId> byTheirId(QueueId theirs) throws StoreException {
    return idsUnder(THEIR_IDS.then(theirs.value()));
  }

  private List<QueueId> idsUnder(Key prefix) throws StoreException {
    return store.range(Store.Range.under(prefix, FOUND_MAX)).stream()
        .map(entry -> new QueueId(entry.key().after(prefix).text()))
        .toList();
  }

  /** The messages accepted last, and those refused when they were whole, newest first. */
  public List<QueueId> recent(int n) throws StoreException {
    return store.range(Store.Range.under(ACCEPTED, n).reversed()).stream()
        .map(entry -> acceptance(entry.key()).message())
        .toList();
  }

  private record Acceptance(Instant at, QueueId message) {}

  private static Acceptance acceptance(Key key) {
    Key.Reader reader = key.after(ACCEPTED);
    return new Acceptance(reader.moment(), new QueueId(reader.text()));
  }

  /**
   * Forgets the messages that are done and whose last event is older than the retention. A crash in the middle
   * leaves what the next sweep removes.
   *
   * @return how many messages were forgotten
   */
  public int sweep() throws StoreException {
    Instant before = world.now().minus(config.retention());
    int swept = 0;
    Key from = ACCEPTED;
    while (true) {
      List<Store.Entry> page = store.range(Store.Range.from(from, ACCEPTED, PAGE));
      for (Store.Entry entry : page) {
        Acceptance acceptance = acceptance(entry.key());
        if (!acceptance.at().isBefore(before)) {
          return swept;
        }
        if (isOver(acceptance.message(), before)) {
          forget(acceptance.message(), entry.key());
          swept++;
        }
      }
      if (page.size() < PAGE) {
        return swept;
      }
      from = page.getLast().key().then(0);
    }
  }

  private boolean isOver(QueueId message, Instant before) throws StoreException {
    List<Event> events = events(message);
    return events.isEmpty()
        || events.getLast().at().isBefore(before)
            && events.stream().anyMatch(Event.Completed.class::isInstance);
  }

  /** The index of acceptances goes last: it is what leads a later sweep to the rest. */
  private void forget(QueueId message, Key acceptance) throws StoreException {
    Batch batch = new Batch();
    for (Event event : events(message)) {
      switch (event) {
        case Event.Accepted e when !e.messageIdField().isEmpty() ->
            batch.delete(messageIdKey(e.messageIdField()).then(message.value()));
        case Event.Relayed e ->
            e.theirId().ifPresent(id -> batch.delete(THEIR_IDS.then(id.value(), message.value())));
        case Event.Released e -> batch.delete(THEIR_IDS.then(e.as().value(), message.value()));
        default -> {}
      }
    }
    store.commit(batch);
    Key prefix = EVENTS.then(message.value());
    List<Store.Entry> page;
    do {
      page = store.range(Store.Range.under(prefix, PAGE));
      Batch part = new Batch();
      page.forEach(entry -> part.delete(entry.key()));
      store.commit(part);
    } while (page.size() == PAGE);
    store.commit(new Batch().delete(acceptance));
  }
}
