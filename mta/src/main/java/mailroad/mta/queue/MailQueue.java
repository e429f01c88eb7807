package mailroad.mta.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import mailroad.journal.Journal;
import mailroad.kernel.Bell;
import mailroad.kernel.QueueId;
import mailroad.kernel.World;
import mailroad.mta.queue.Lanes.Place;
import mailroad.mta.queue.QueueShelf.VersionedItem;
import mailroad.mta.queue.QueuedMessage.Times;
import mailroad.mta.routing.Choice;
import mailroad.smtp.DeliverBy;
import mailroad.smtp.Envelope;
import mailroad.smtp.Recipient;
import mailroad.store.Batch;
import mailroad.store.BlobId;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;

/**
 * The queue as it lies in the store: mail goes in with the batch that accepts it. Any number of tasks may use it
 * at once; {@link #add} and {@link #ring} do not block.
 */
public final class MailQueue {
  private final World world;
  private final QueueConfig config;
  private final QueueShelf shelf;
  private final Lanes lanes;
  private final InHand inHand = new InHand();
  private final Returns returns;
  private final Bell bell;
  private final Administration administration;
  private volatile String node = "";

  /** The queue in a store. */
  public MailQueue(World world, Store store, Journal journal, QueueConfig config, Limits limits) {
    this.world = world;
    this.config = config;
    this.shelf = new QueueShelf(store);
    this.lanes = new Lanes(world, config, limits);
    this.returns = new Returns(world, shelf, lanes, inHand);
    this.bell = world.bell();
    this.administration = new Administration(world, this, journal);
  }

  /** How mail waits here. */
  public QueueConfig config() {
    return config;
  }

  /** What an administrator does with what waits. */
  public Administration administration() {
    return administration;
  }

  /** What waits, to be looked at. */
  public QueueView view() {
    return new QueueView(world, shelf, lanes);
  }

  /**
   * Recipients that go to one next hop.
   *
   * @param hop the next hop as configuration writes it
   * @param lifetime how long they are tried, where their route says so
   * @param junk whether copies for accounts here go into their mailboxes for junk
   */
  public record Group(
      String hop, Optional<Duration> lifetime, List<Recipient> recipients, boolean junk) {
    /** Recipients of one choice. */
    public Group(Choice choice, List<Recipient> recipients, boolean junk) {
      this(choice.hop().toString(), choice.lifetime(), recipients, junk);
    }

    /** The record's list does not change. */
    public Group {
      recipients = List.copyOf(recipients);
    }
  }

  /** Puts a new message into the queue with a batch and the draft of its events; then {@link #ring}. */
  public void add(Batch batch, Journal.Draft draft, QueuedMessage message, List<Group> groups) {
    Instant due = message.release().orElse(message.times().arrived());
    List<QueuedItem> items = items(groups, 0, due);
    List<Integer> open = items.stream().map(QueuedItem::number).toList();
    QueuedMessage whole = message.withItems(open, items.size());
    batch.assertAbsent(QueueShelf.messageKey(whole.id())); // ids of other nodes are random
    QueueShelf.put(batch, whole);
    QueueShelf.keepBlob(batch, whole);
    items.stream()
        .filter(item -> whole.hasDeadline() || item.expires().isPresent())
        .map(item -> item.times(whole).nextDeadline())
        .min(Comparator.naturalOrder())
        .ifPresent(
            at -> batch.schedule(QueueShelf.DEADLINES, QueueShelf.deadlineKey(whole.id()), at));
    for (QueuedItem item : items) {
      QueueShelf.put(batch, whole.id(), item);
      if (!whole.held()) {
        enter(batch, draft, whole, item);
      }
    }
  }

  /** Has an item tried when it is due: at once from memory, or when its lane of the store is read. */
  void enter(Batch batch, Journal.Draft draft, QueuedMessage message, QueuedItem item) {
    Place place = lanes.place(message, item);
    Key key = QueueShelf.scheduleKey(message.id(), item.number());
    String lane = place.lane().stored();
    if (place.atOnce()) {
      Batch.Lease lease = new Batch.Lease(node, world.now().plus(config.lease()));
      batch.scheduleLeased(QueueShelf.ITEMS_DUE, lane, key, item.next(), lease);
      draft.afterwards(() -> arrived(new Load(message, item, place.lane())));
    } else {
      batch.schedule(QueueShelf.ITEMS_DUE, lane, key, item.next());
      draft.afterwards(() -> {
        lanes.note(place.lane(), item.next());
        ring();
      });
    }
  }

  private void arrived(Load load) {
    if (inHand.take(load.key()) && !lanes.offer(load)) {
      returns.owe(load);
    }
    ring();
  }

  /** An item that is in hand goes to a lane of the store, there to be due. */
  void schedule(Batch batch, Journal.Draft draft, LaneName lane, Key key, Instant due) {
    batch.schedule(QueueShelf.ITEMS_DUE, lane.stored(), key, due);
    draft.afterwards(() -> {
      lanes.note(lane, due);
      ring();
    });
  }

  /** A message as it begins its life in the queue. */
  public QueuedMessage message(
      QueueId id, Envelope envelope, BlobId blob, long octets, String messageIdField) {
    return new QueuedMessage(
        id,
        envelope.sender(),
        Optional.empty(),
        envelope.parameters(),
        blob,
        octets,
        times(envelope),
        false,
        List.of(),
        0,
        messageIdField);
  }

  /**
   * A message that is held back lives from its release on (RFC 4865 section 4.3). One that is to be delivered by
   * a time is returned then, or its sender told of the delay (RFC 2852 section 4).
   */
  private Times times(Envelope envelope) {
    Instant now = world.now();
    boolean notice = envelope.sender().mailbox().isEmpty();
    Instant begins = envelope.parameters().handling().release(now).orElse(now);
    Instant expires = begins.plus(notice ? config.noticeLifetime() : config.lifetime());
    Optional<Instant> delayNotice =
        notice || config.delayNoticeAfter().isZero()
            ? Optional.empty()
            : Optional.of(begins.plus(config.delayNoticeAfter()));
    Optional<Instant> deadline = envelope.parameters().handling().deadline(now);
    if (deadline.isEmpty()) {
      return new Times(now, expires, delayNotice);
    }
    boolean givesUp =
        envelope.parameters().handling().deliverBy().filter(DeliverBy::givesUp).isPresent();
    Instant by = deadline.get();
    return givesUp
        ? new Times(now, by.isBefore(expires) ? by : expires, delayNotice)
        : new Times(
            now,
            expires,
            notice ? delayNotice : delayNotice.filter(by::isAfter).or(() -> deadline));
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
                    group.lifetime().map(due::plus))
                .withJunk(group.junk()));
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

  /** From now on items are leased to this node, and new ones may wait in memory. */
  void open(String name) {
    node = name;
    lanes.open();
  }

  Returns returns() {
    return returns;
  }

  InHand inHand() {
    return inHand;
  }

  Lanes lanes() {
    return lanes;
  }

  QueueShelf shelf() {
    return shelf;
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
    Optional<QueueShelf.Versioned> read = shelf.read(id);
    return read.isEmpty() ? Optional.empty() : Optional.of(entry(read.get().message()));
  }

  private Entry entry(QueuedMessage message) throws StoreException {
    return new Entry(message, shelf.items(message.id()).stream().map(VersionedItem::item).toList());
  }

  /**
   * The messages of the queue, oldest first.
   *
   * @param after the last one of the page before; empty to begin
   */
  public List<Entry> list(Optional<QueueId> after, int most) throws StoreException {
    List<Entry> out = new ArrayList<>();
    for (QueuedMessage message : shelf.messages(after, Optional.empty(), most)) {
      out.add(entry(message));
    }
    return out;
  }
}
