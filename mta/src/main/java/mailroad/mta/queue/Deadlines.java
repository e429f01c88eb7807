package mailroad.mta.queue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import mailroad.kernel.Bell;
import mailroad.kernel.QueueId;
import mailroad.kernel.World;
import mailroad.mta.queue.QueueShelf.Versioned;
import mailroad.mta.queue.QueueShelf.VersionedItem;
import mailroad.store.Batch;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after mail whose time has come while nobody tries it, since its next hop rests: tells its sender of the
 * delay, and gives it up in the end.
 *
 * <p>Ids grow with time, so all messages of an age lie side by side: each is looked at once when a delay is to be
 * told, and once when its lifetime is over, whatever the length of the queue. Those whose sender has set a time
 * (RFC 2852, RFC 4865) have an entry of their own. One task.
 */
final class Deadlines {
  private static final Logger LOG = LoggerFactory.getLogger(Deadlines.class);
  private static final Duration INTERVAL = Duration.ofMinutes(1);

  /** How long an attempt that is due at the very end may take to say so itself. */
  private static final Duration GRACE = Duration.ofMinutes(1);

  private static final Duration LOOK_AGAIN = Duration.ofMinutes(10);
  private static final Duration HELD_AGAIN = Duration.ofHours(1);
  private static final Duration LEASE = Duration.ofMinutes(10);
  private static final int PAGE = 100;
  private static final Key CURSORS = Key.of("queue", "cursor");

  private final World world;
  private final MailQueue queue;
  private final Settler settler;
  private final Bell bell;
  private volatile Instant next = Instant.MIN;
  private volatile boolean stopping;

  Deadlines(World world, MailQueue queue, Settler settler) {
    this.world = world;
    this.queue = queue;
    this.settler = settler;
    this.bell = world.bell();
  }

  /** Has it done if it is time. */
  void look() {
    if (!world.now().isBefore(next)) {
      bell.ring();
    }
  }

  void stop() {
    stopping = true;
    bell.ring();
  }

  /** Runs until stopped. */
  void run(String node) throws InterruptedException {
    while (!stopping) {
      long seen = bell.rings();
      boolean more = false;
      next = world.now().plus(INTERVAL);
      try {
        more = sweep(node);
      } catch (StoreException e) {
        LOG.error("event=deadline-trouble", e);
      }
      if (!more && !stopping) {
        bell.await(seen, INTERVAL);
      }
    }
  }

  private boolean sweep(String node) throws StoreException, InterruptedException {
    QueueConfig config = queue.config();
    boolean more = set(node);
    if (!config.delayNoticeAfter().isZero()) {
      more |= ofAge("delay", config.delayNoticeAfter());
    }
    more |= ofAge("end", lifetimeLeast().plus(GRACE));
    return more;
  }

  /** Looks at the messages that have come to an age since the last time; whether there are more. */
  private boolean ofAge(String what, Duration age) throws StoreException, InterruptedException {
    Key cursor = CURSORS.then(what);
    Store store = queue.shelf().store();
    Optional<QueueId> after =
        store
            .get(cursor)
            .flatMap(v -> QueueId.parse(new String(v.bytes(), StandardCharsets.US_ASCII)));
    String end = QueueId.earliest(world.now().minus(age)).value();
    if (after.filter(id -> id.value().compareTo(end) >= 0).isPresent()) {
      return false;
    }
    List<QueuedMessage> page = queue.shelf().messages(after, Optional.of(end), PAGE);
    if (page.isEmpty()) {
      return false;
    }
    for (QueuedMessage message : page) {
      lookAfter(message.id());
    }
    byte[] last = page.getLast().id().value().getBytes(StandardCharsets.US_ASCII);
    store.commit(new Batch().put(cursor, last));
    return page.size() == PAGE;
  }

  /** Looks at the messages that have an entry of their own; whether there are more. */
  private boolean set(String node) throws StoreException, InterruptedException {
    List<Store.Claim> due =
        queue.shelf().store().claimDue(QueueShelf.DEADLINES, node, world.now(), LEASE, PAGE);
    for (Store.Claim claim : due) {
      lookAfter(new QueueId(claim.id().reader().text()));
    }
    return due.size() == PAGE;
  }

  private void lookAfter(QueueId id) throws StoreException, InterruptedException {
    Optional<Versioned> read = queue.shelf().read(id);
    if (read.isEmpty()) {
      lookAgain(id, Optional.empty());
      return;
    }
    QueuedMessage message = read.get().message();
    boolean busy = false;
    List<QueuedItem> items = queue.shelf().items(id).stream().map(VersionedItem::item).toList();
    for (QueuedItem item : items) {
      if (!message.held() && isTime(message, item)) {
        busy |= !lookAfter(message, item);
      }
    }
    if (busy) {
      lookAgain(id, Optional.of(world.now().plus(LOOK_AGAIN)));
    } else if (message.held()) {
      lookAgain(id, Optional.of(world.now().plus(HELD_AGAIN)));
    } else if (hasEntry(message, items)) {
      lookAgain(id, next(message, items));
    }
  }

  /** Whether its end is due, or its sender is to be told of a delay. */
  private boolean isTime(QueuedMessage message, QueuedItem item) {
    Instant now = world.now();
    return !now.isBefore(item.times(message).expires())
        || !item.delayNoticed()
            && message.times().delayNotice().filter(at -> !now.isBefore(at)).isPresent();
  }

  /** Whether its end does not follow from its age alone. */
  private boolean hasEntry(QueuedMessage message, List<QueuedItem> items) {
    return message.hasDeadline()
        || items.stream().anyMatch(item -> item.expires().isPresent())
        || message.times().expires().isAfter(message.times().arrived().plus(lifetimeLeast()));
  }

  /** When something is due next that is no attempt. */
  private Optional<Instant> next(QueuedMessage message, List<QueuedItem> items) {
    Instant now = world.now();
    return items.stream()
        .map(item -> item.times(message))
        .flatMap(times ->
            Stream.concat(times.delayNotice().stream(), Stream.of(times.expires().plus(GRACE))))
        .filter(at -> at.isAfter(now))
        .min(Comparator.naturalOrder());
  }

  private Duration lifetimeLeast() {
    QueueConfig config = queue.config();
    return config.lifetime().compareTo(config.noticeLifetime()) < 0
        ? config.lifetime()
        : config.noticeLifetime();
  }

  /** Settles an item without an attempt; false if one is under way or about to be. */
  private boolean lookAfter(QueuedMessage message, QueuedItem item)
      throws StoreException, InterruptedException {
    Key key = QueueShelf.scheduleKey(message.id(), item.number());
    Optional<String> resting = queue.lanes().resting(item.hop());
    boolean dueSoon = !item.next().isAfter(world.now());
    if (resting.isEmpty() && dueSoon && !message.isTooLate(world.now())
        || !queue.inHand().take(key)) {
      return false;
    }
    LaneName lane = new LaneName(item.hop(), false);
    try {
      settler.untried(new Load(message, item, lane), resting.orElse("it is not its time yet"));
    } finally {
      if (queue.inHand().release(key)) {
        queue.returns().owe(lane, key, world.now());
      }
    }
    return true;
  }

  private void lookAgain(QueueId id, Optional<Instant> at) throws StoreException {
    Key key = QueueShelf.deadlineKey(id);
    Batch batch = new Batch();
    at.ifPresentOrElse(
        then -> batch.schedule(QueueShelf.DEADLINES, key, then),
        () -> batch.unschedule(QueueShelf.DEADLINES, key));
    queue.shelf().store().commit(batch);
  }
}
