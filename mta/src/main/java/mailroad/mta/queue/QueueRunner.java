package mailroad.mta.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import mailroad.kernel.QueueId;
import mailroad.kernel.Task;
import mailroad.kernel.World;
import mailroad.mta.queue.Courier.Feedback;
import mailroad.mta.queue.Lanes.Pull;
import mailroad.mta.queue.Lanes.Start;
import mailroad.mta.queue.QueueShelf.Versioned;
import mailroad.mta.queue.QueueShelf.VersionedItem;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that what is due is tried.
 *
 * <p>One task reads those lanes of the store that have something due and room in memory, and starts attempts as
 * {@link Lanes} says. Lanes that rest are not read, so that ten thousand messages for a dead domain cost one
 * attempt for each of its rests and nobody else any time; and nothing is read at the start but which lanes there
 * are. Each attempt is a task of its own: it has the {@link Courier} carry the item, and the {@link Settler} write
 * down what came of it. Another task looks after mail whose time is over while its next hop rests ({@link
 * Deadlines}).
 *
 * <p>The claim's lease stands for the attempt: after a crash the item is due again when the lease ends, or when
 * this node starts.
 */
public final class QueueRunner {
  private static final Logger LOG = LoggerFactory.getLogger(QueueRunner.class);
  private static final Duration LOOK_AT_LEAST = Duration.ofMinutes(1);
  private static final Duration LOOK_AT_MOST = Duration.ofMillis(1);
  private static final Duration AFTER_TROUBLE = Duration.ofSeconds(5);

  /** How often the lanes of the store are listed, in case another node left some behind. */
  private static final Duration READ_ANEW = Duration.ofMinutes(10);

  private static final int LANES_READ_AT_ONCE = 1_000;

  private final World world;
  private final MailQueue queue;
  private final Lanes lanes;
  private final Courier courier;
  private final Settler settler;
  private final Deadlines deadlines;
  private final String node;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Start, Task> attempts = new LinkedHashMap<>();
  private boolean stopping;
  private List<Task> tasks = List.of();
  private Instant readAnew = Instant.MIN;

  /**
   * A runner, not yet running.
   *
   * @param node owner of the claims; unique among the nodes of one store, and the same after a restart
   */
  public QueueRunner(World world, MailQueue queue, Courier courier, Settler settler, String node) {
    this.world = world;
    this.queue = queue;
    this.lanes = queue.lanes();
    this.courier = courier;
    this.settler = settler;
    this.deadlines = new Deadlines(world, queue, settler);
    this.node = node;
  }

  private Store store() {
    return queue.shelf().store();
  }

  /**
   * Begins. What this node had in hand when it last ended is due at once.
   *
   * @throws StoreException if the machine failed
   */
  public void start() throws StoreException {
    store().releaseClaims(QueueShelf.ITEMS_DUE, node, world.now());
    store().releaseClaims(QueueShelf.DEADLINES, node, world.now());
    queue.administration().restore();
    queue.open(node);
    tasks =
        List.of(
            world.start("queue", this::run),
            world.start("queue deadlines", () -> deadlines.run(node)));
  }

  /**
   * Ends: no attempt begins any more, those under way may finish until the time is over, and are then dropped; they
   * are due again when this node starts.
   */
  public void stop(Duration grace) throws InterruptedException {
    lanes.close().forEach(queue.returns()::owe);
    lock.lock();
    try {
      stopping = true;
    } finally {
      lock.unlock();
    }
    queue.ring();
    deadlines.stop();
    for (Task task : tasks) {
      task.join();
    }
    try {
      queue.returns().pay();
    } catch (StoreException e) {
      LOG.warn("event=queue-not-given-back reason=\"{}\"", e.getMessage());
    }
    Instant end = world.now().plus(grace);
    for (Task attempt : underWay()) {
      Duration left = Duration.between(world.now(), end);
      if (!attempt.join(left.isNegative() ? Duration.ZERO : left)) {
        attempt.cancel();
      }
    }
    for (Task attempt : underWay()) {
      attempt.join();
    }
  }

  /** Once the runner's own task has ended, all of these have been started. */
  private List<Task> underWay() {
    lock.lock();
    try {
      return List.copyOf(attempts.values());
    } finally {
      lock.unlock();
    }
  }

  private void run() throws InterruptedException {
    while (true) {
      long seen = queue.bell().rings();
      if (isStopping()) {
        return;
      }
      Duration rest;
      try {
        queue.returns().pay();
        readLanesAnew();
        deadlines.look();
        if (lanes.isCrowded()) {
          lanes.forgetIdle();
        }
        boolean more = pull();
        startAttempts();
        rest = more ? Duration.ZERO : untilNext();
      } catch (StoreException e) {
        LOG.error("event=queue-trouble", e);
        rest = AFTER_TROUBLE;
      }
      if (rest.isPositive()) {
        queue.bell().await(seen, rest);
      }
    }
  }

  private boolean isStopping() {
    lock.lock();
    try {
      return stopping;
    } finally {
      lock.unlock();
    }
  }

  private Duration untilNext() {
    Optional<Instant> next = lanes.next();
    if (next.isEmpty()) {
      return LOOK_AT_LEAST;
    }
    Duration rest = Duration.between(world.now(), next.get());
    if (rest.compareTo(LOOK_AT_LEAST) > 0) {
      return LOOK_AT_LEAST;
    }
    return rest.compareTo(LOOK_AT_MOST) < 0 ? LOOK_AT_MOST : rest;
  }

  /** Learns which lanes the store has: at the start, and where memory could not hold them all. */
  private void readLanesAnew() throws StoreException {
    Instant now = world.now();
    if (now.isBefore(readAnew) && !lanes.mustReadAnew()) {
      return;
    }
    lanes.forgetIdle();
    lanes.beginReading();
    String after = "";
    List<Store.Lane> page;
    do {
      page = store().lanes(QueueShelf.ITEMS_DUE, after, LANES_READ_AT_ONCE);
      for (Store.Lane lane : page) {
        lanes.note(LaneName.parse(lane.name()), lane.next());
        after = lane.name();
      }
    } while (page.size() == LANES_READ_AT_ONCE);
    readAnew = now.plus(READ_ANEW);
  }

  /** Reads lanes that have something due; whether there may be more. */
  private boolean pull() throws StoreException {
    List<Pull> pulls = lanes.pulls();
    int done = 0;
    try {
      for (Pull pull : pulls) {
        pull(pull);
        done++;
      }
    } finally {
      Instant now = world.now();
      pulls.subList(done, pulls.size()).forEach(pull -> lanes.note(pull.lane(), now));
    }
    return !pulls.isEmpty();
  }

  private void pull(Pull pull) throws StoreException {
    Instant now = world.now();
    String lane = pull.lane().stored();
    List<Store.Claim> claims =
        store()
            .claimDue(QueueShelf.ITEMS_DUE, lane, node, now, queue.config().lease(), pull.most());
    List<Key> left = new ArrayList<>(claims.stream().map(Store.Claim::id).toList());
    try {
      for (Store.Claim claim : claims) {
        take(claim.id(), pull.lane());
        left.removeFirst();
      }
    } finally {
      left.forEach(item -> queue.returns().owe(pull.lane(), item, now));
    }
    if (claims.size() == pull.most()) {
      lanes.note(pull.lane(), now);
    } else {
      store().nextDue(QueueShelf.ITEMS_DUE, lane).ifPresent(next -> lanes.note(pull.lane(), next));
    }
  }

  /**
   * Takes a claimed item in hand and has it wait for its turn. One that is in hand already was made due again by
   * its own settlement, which has just been committed: it is due once more when its attempt has ended.
   */
  private void take(Key key, LaneName lane) throws StoreException {
    if (!queue.inHand().take(key)) {
      queue.inHand().again(key);
      return;
    }
    Optional<Load> load = load(key, lane);
    if (load.isEmpty()) {
      queue.inHand().release(key);
    } else if (!lanes.offer(load.get())) {
      queue.returns().owe(load.get());
    }
  }

  /** An item as it is now; empty if it must not be tried: then it no longer stands in the way. */
  private Optional<Load> load(Key key, LaneName lane) throws StoreException {
    Key.Reader reader = key.reader();
    QueueId id = new QueueId(reader.text());
    int number = (int) reader.number();
    Optional<Versioned> message = queue.shelf().read(id);
    Optional<VersionedItem> item = queue.shelf().readItem(id, number);
    if (message.isEmpty() || item.isEmpty() || message.get().message().held()) {
      settler.park(key, lane, message);
      return Optional.empty();
    }
    return Optional.of(new Load(message.get().message(), item.get().item(), lane));
  }

  private void startAttempts() {
    List<Start> starts = lanes.starts();
    lock.lock();
    try {
      for (Start start : starts) {
        QueueId id = start.load().message().id();
        String name = "deliver " + id + " " + start.load().item().number();
        attempts.put(start, world.start(name, () -> attempt(start)));
      }
    } finally {
      lock.unlock();
    }
  }

  /** One attempt, in its own task. */
  private void attempt(Start start) throws InterruptedException {
    Load load = start.load();
    Feedback feedback = new Feedback.Nothing();
    try {
      Optional<Load> now =
          queue.inHand().isTouched(load.key()) ? load(load.key(), load.lane()) : Optional.of(load);
      if (now.isPresent()) {
        feedback = settler.carry(courier, now.get());
      }
    } catch (StoreException e) {
      LOG.error("event=queue-trouble queue-id={}", load.message().id(), e);
      queue.returns().owe(load);
    } finally {
      ended(start, feedback);
    }
  }

  private void ended(Start start, Feedback feedback) {
    Load load = start.load();
    boolean again = queue.inHand().release(load.key());
    lanes.ended(start, again ? new Feedback.Nothing() : feedback).forEach(queue.returns()::owe);
    if (again) {
      queue.returns().owe(load.lane(), load.key(), world.now());
    }
    lock.lock();
    try {
      attempts.remove(start);
    } finally {
      lock.unlock();
    }
    queue.ring();
  }
}
