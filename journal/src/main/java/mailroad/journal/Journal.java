package mailroad.journal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import mailroad.kernel.Event;
import mailroad.kernel.QueueId;
import mailroad.kernel.World;
import mailroad.store.Batch;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;

/**
 * The events of all messages of one server. Any number of tasks may use it at once; reading, committing and {@link
 * #sweep} block on the store.
 *
 * <p>A message's events are ordered by time, then by the order of their drafts; messages by their ids, which begin
 * with the time. An index leads from the Message-ID field and the id at the next hop to the message.
 */
public final class Journal {
  private static final Key EVENTS = Key.of("journal", "event");
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
    private final Map<QueueId, Pages> pages = new LinkedHashMap<>();
    private final List<Written> events = new ArrayList<>();
    private final List<Runnable> afterwards = new ArrayList<>();

    private sealed interface Written {}

    private record Known(Event event) implements Written {}

    private record Numbered(Batch.Slot uid, LongFunction<Event.Filed> event) implements Written {}

    private Draft(Batch batch) {
      this.batch = batch;
    }

    /** Adds an event. */
    public Draft add(Event event) {
      events.add(new Known(event));
      write(event);
      index(event);
      return this;
    }

    /** Adds what was found about a message that was refused when it was whole: of it, there is nothing else to tell. */
    public Draft addRefused(Event.Judged event) {
      return add(event).add(new Event.Completed(event.message(), event.at()));
    }

    /** Adds a filing whose UID the commit will make. */
    public Draft addFiled(Batch.Slot uid, LongFunction<Event.Filed> event) {
      events.add(new Numbered(uid, event));
      write(event.apply(0)).number(uid);
      return this;
    }

    private Pages write(Event event) {
      Pages to =
          pages.computeIfAbsent(
              event.message(),
              message ->
                  new Pages(
                      EVENTS.then(
                          message.value(), event.at(), sequence.getAndIncrement(), writerId)));
      writer.write(event).forEach(to::add);
      return to;
    }

    private void index(Event event) {
      switch (event) {
        case Event.Accepted e when !e.messageIdField().isEmpty() ->
            batch.put(messageIdKey(e.messageIdField()).then(e.message().value()), NOTHING);
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

    /**
     * Commits the batch with the events in it; once. Then does what is to be done, and tells the listeners.
     *
     * @return false if what the batch asserts does not hold: then nothing has happened
     */
    public boolean commit() throws StoreException {
      pages.values().forEach(written -> written.put(batch));
      return switch (store.commit(batch)) {
        case Store.Commit.Done done -> {
          afterwards.forEach(Runnable::run);
          events.forEach(event -> tell(event, done));
          yield true;
        }
        case Store.Commit.Refused _ -> false;
      };
    }

    private void tell(Written event, Store.Commit.Done done) {
      Event told =
          switch (event) {
            case Known(var known) -> known;
            case Numbered(var uid, var filed) -> filed.apply(done.slot(uid));
          };
      listeners.forEach(listener -> listener.accept(told));
    }
  }

  private static Key messageIdKey(String field) {
    String id = field.strip();
    return MESSAGE_IDS.then(
        id.length() > MESSAGE_ID_CHARACTERS_MAX ? id.substring(0, MESSAGE_ID_CHARACTERS_MAX) : id);
  }

  /** All events of a message in their order; none if it is not known here. */
  public List<Event> events(QueueId message) throws StoreException {
    Key prefix = EVENTS.then(message.value());
    Pages.Reading reading = new Pages.Reading(message);
    Key from = prefix;
    List<Store.Entry> page;
    do {
      page = store.range(Store.Range.from(from, prefix, PAGE));
      for (Store.Entry entry : page) {
        reading.read(entry);
        from = entry.key().then(0);
      }
    } while (page.size() == PAGE && reading.size() < config.eventsMax());
    return reading.events();
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

  /** The messages that came last, those that were refused when they were whole among them, newest first. */
  public List<QueueId> recent(int n) throws StoreException {
    List<QueueId> out = new ArrayList<>();
    Optional<QueueId> message = next(Store.Range.under(EVENTS, 1).reversed());
    while (message.isPresent() && out.size() < n) {
      out.add(message.get());
      Key before = EVENTS.then(message.get().value());
      message = next(new Store.Range(EVENTS, Optional.of(before), 1, true));
    }
    return out;
  }

  /** The message whose event is the first of a range. */
  private Optional<QueueId> next(Store.Range range) throws StoreException {
    List<Store.Entry> first = store.range(range);
    return first.isEmpty()
        ? Optional.empty()
        : Optional.of(new QueueId(first.getFirst().key().after(EVENTS).text()));
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
    Optional<QueueId> message = next(Store.Range.under(EVENTS, 1));
    while (message.isPresent() && message.get().made().isBefore(before)) {
      List<Event> events = events(message.get());
      if (isOver(events, before)) {
        forget(message.get(), events);
        swept++;
      }
      Key after = EVENTS.then(message.get().value()).after();
      message = next(Store.Range.from(after, EVENTS, 1));
    }
    return swept;
  }

  private static boolean isOver(List<Event> events, Instant before) {
    return events.isEmpty()
        || events.getLast().at().isBefore(before)
            && events.stream().anyMatch(Event.Completed.class::isInstance);
  }

  /** The index goes first: the events are what leads a later sweep to the rest. */
  private void forget(QueueId message, List<Event> events) throws StoreException {
    Batch batch = new Batch();
    for (Event event : events) {
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
  }
}
