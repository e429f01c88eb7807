package mailroad.mta.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import mailroad.kernel.QueueId;
import mailroad.kernel.Task;
import mailroad.kernel.World;
import mailroad.mta.queue.Lane.Load;
import mailroad.mta.queue.MailQueue.Versioned;
import mailroad.mta.queue.MailQueue.VersionedItem;
import mailroad.store.Batch;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that what is due is tried.
 *
 * <p>One task claims due items, bounded in number, and puts each into the {@link Lane} of its next hop; from the
 * lanes, in turn, it starts attempts, bounded over all and for each lane. An item of a lane that is being left
 * alone goes back to the store without an attempt, so that ten thousand messages for a dead domain cost one
 * attempt for each of its back-offs and nobody else any time. Each attempt is a task of its own: it has the
 * {@link Courier} carry the item, and the {@link Settler} write down what came of it.
 *
 * <p>The claim's lease stands for the attempt: after a crash the item is due again when the lease ends, or when
 * this node starts.
 */
public final class QueueRunner {
  private static final Logger LOG = LoggerFactory.getLogger(QueueRunner.class);
  private static final Duration LOOK_AT_LEAST = Duration.ofMinutes(1);
  private static final Duration AFTER_TROUBLE = Duration.ofSeconds(5);

  /** When an item is looked at again that found its lane full. */
  private static final Duration AFTER_CROWD = Duration.ofSeconds(10);

  private static final int CLAIMED_AT_ONCE = 100;

  /** Next hops that are remembered only because they are left alone. */
  private static final int LANES_MAX = 10_000;

  private final World world;
  private final Store store;
  private final MailQueue queue;
  private final QueueConfig config;
  private final Courier courier;
  private final Settler settler;
  private final String node;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Lane> lanes = new LinkedHashMap<>();
  private final Set<Attempt> attempts = new LinkedHashSet<>();

  /** What became due while it was in hand. */
  private final Set<Key> dueAgain = new HashSet<>();

  /** What could not be given back when the store failed. */
  private final List<Back> owed = new ArrayList<>();

  private int waiting;
  private boolean stopping;
  private Optional<Task> task = Optional.empty();

  /**
   * A runner, not yet running.
   *
   * @param node owner of the claims; unique among the nodes of one store, and the same after a restart
   */
  public QueueRunner(
      World world, Store store, MailQueue queue, Courier courier, Settler settler, String node) {
    this.world = world;
    this.store = store;
    this.queue = queue;
    this.config = queue.config();
    this.courier = courier;
    this.settler = settler;
    this.node = node;
  }

  /**
   * Begins. What this node had in hand when it last ended is due at once.
   *
   * @throws StoreException if the machine failed
   */
  public void start() throws StoreException {
    store.releaseClaims(MailQueue.NAME, node, world.now());
    task = Optional.of(world.start("queue", this::run));
  }

  /**
   * Ends: no attempt begins any more, those under way may finish until the time is over, and are then dropped; they
   * are due again when this node starts.
   */
  public void stop(Duration grace) throws InterruptedException {
    locked(() -> stopping = true);
    queue.ring();
    if (task.isPresent()) {
      task.get().join();
    }
    Instant end = world.now().plus(grace);
    for (Attempt attempt : underWay()) {
      Duration left = Duration.between(world.now(), end);
      if (!attempt.task().join(left.isNegative() ? Duration.ZERO : left)) {
        attempt.task().cancel();
      }
    }
    for (Attempt attempt : underWay()) {
      attempt.task().join();
    }
  }

  /** Once the runner's own task has ended, all of these have been started. */
  private List<Attempt> underWay() {
    lock.lock();
    try {
      return List.copyOf(attempts);
    } finally {
      lock.unlock();
    }
  }

  /** Forgets who is left alone, as before a flush. */
  public void forgive() {
    courier.forgive();
    locked(() -> lanes.values().forEach(Lane::forgive));
    queue.ring();
  }

  private void locked(Runnable act) {
    lock.lock();
    try {
      act.run();
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
        payBack();
        boolean more = claim();
        startAttempts();
        rest = more ? Duration.ZERO : untilNextDue();
      } catch (StoreException e) {
        LOG.error("event=queue-trouble", e);
        rest = AFTER_TROUBLE;
      }
      queue.bell().await(seen, rest);
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

  private Duration untilNextDue() throws StoreException {
    Optional<Instant> next = store.nextDue(MailQueue.NAME);
    if (next.isEmpty() || free() <= 0) {
      return LOOK_AT_LEAST;
    }
    Duration rest = Duration.between(world.now(), next.get());
    // What is due already is in hand, or its lease has just ended.
    Duration atLeast = Duration.ofMillis(1);
    return rest.compareTo(LOOK_AT_LEAST) > 0
        ? LOOK_AT_LEAST
        : rest.compareTo(atLeast) < 0 ? atLeast : rest;
  }

  private int free() {
    lock.lock();
    try {
      return config.waitingMax() - waiting - attempts.size();
    } finally {
      lock.unlock();
    }
  }

  /** Claims what is due; whether there may be more. */
  private boolean claim() throws StoreException {
    int most = Math.min(CLAIMED_AT_ONCE, free());
    if (most <= 0) {
      return false;
    }
    List<Store.Claim> claims =
        store.claimDue(MailQueue.NAME, node, world.now(), config.lease(), most);
    int taken = 0;
    List<Back> back = new ArrayList<>();
    try {
      for (Store.Claim claim : claims) {
        if (takeInHand(claim.id())) {
          take(claim).ifPresent(back::add);
        }
        taken++;
      }
    } catch (StoreException e) {
      owe(claims.subList(taken, claims.size()));
      throw e;
    } finally {
      giveBack(back);
    }
    return claims.size() == most;
  }

  /**
   * Takes an item in hand. One that is in hand already was made due again by its own settlement, which has just
   * been committed, or by an administrator: it is due once more when its attempt has ended.
   */
  private boolean takeInHand(Key item) {
    lock.lock();
    try {
      boolean taken = queue.inHand().add(item);
      if (!taken) {
        dueAgain.add(item);
      }
      return taken;
    } finally {
      lock.unlock();
    }
  }

  private void owe(List<Store.Claim> claims) {
    Instant now = world.now();
    locked(() -> claims.forEach(claim -> owed.add(new Back(claim.id(), now))));
  }

  /** Gives back what is owed, now that the store may work again. */
  private void payBack() throws StoreException {
    List<Back> due = new ArrayList<>();
    locked(() -> {
      due.addAll(owed);
      owed.clear();
    });
    giveBack(due);
  }

  /** An item that goes back to the store untried. */
  private record Back(Key id, Instant due) {}

  /** Puts a claimed item into its lane; if its turn cannot come soon, says when it is due again. */
  private Optional<Back> take(Store.Claim claim) throws StoreException {
    Key.Reader reader = claim.id().reader();
    QueueId id = new QueueId(reader.text());
    int number = (int) reader.number();
    Optional<Versioned> message = queue.read(id);
    Optional<VersionedItem> item = queue.readItem(id, number);
    if (message.isEmpty() || item.isEmpty() || message.get().message().held()) {
      settler.park(claim.id(), message);
      queue.inHand().remove(claim.id());
      return Optional.empty();
    }
    Load load = new Load(message.get().message(), item.get().item());
    Instant now = world.now();
    lock.lock();
    try {
      Lane lane =
          lanes.computeIfAbsent(
              load.item().hop(), _ -> new Lane(config.destinationConcurrencyMax()));
      if (lane.notBefore().isAfter(now) && !mustBeLookedAt(load, now)) {
        return Optional.of(new Back(claim.id(), notAfterItsEnd(load, lane.notBefore())));
      }
      if (lane.waiting() >= config.destinationWaitingMax()) {
        return Optional.of(new Back(claim.id(), notAfterItsEnd(load, now.plus(AFTER_CROWD))));
      }
      lane.add(load);
      waiting++;
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** Whether something else than an attempt is due: its end, or telling the sender of the delay. */
  private static boolean mustBeLookedAt(Load load, Instant now) {
    QueuedMessage.Times times = load.item().times(load.message());
    return !now.isBefore(times.expires())
        || !load.item().delayNoticed()
            && times.delayNotice().filter(at -> !now.isBefore(at)).isPresent();
  }

  private static Instant notAfterItsEnd(Load load, Instant due) {
    QueuedMessage.Times times = load.item().times(load.message());
    Instant end =
        load.item().delayNoticed() ? times.expires() : times.delayNotice().orElse(times.expires());
    return due.isBefore(end) ? due : end;
  }

  /** Gives items back; where the store fails, they are owed. */
  private void giveBack(List<Back> back) throws StoreException {
    if (back.isEmpty()) {
      return;
    }
    Instant now = world.now();
    Batch batch = new Batch();
    for (Back one : back) {
      // What was flushed while it only waited for its turn is due at once.
      boolean flushed = queue.flushedInHand().remove(one.id());
      batch.schedule(MailQueue.NAME, one.id(), flushed ? now : one.due());
    }
    try {
      store.commit(batch);
    } catch (StoreException e) {
      locked(() -> owed.addAll(back));
      throw e;
    }
    for (Back one : back) {
      queue.inHand().remove(one.id());
      if (queue.flushedInHand().remove(one.id())) {
        locked(() -> owed.add(new Back(one.id(), now)));
      }
    }
  }

  /** Starts what may start, one of each lane in turn. */
  private void startAttempts() {
    for (Attempt attempt : chosen()) {
      attempt.start();
    }
  }

  private List<Attempt> chosen() {
    List<Attempt> out = new ArrayList<>();
    lock.lock();
    try {
      int before;
      do {
        before = out.size();
        for (Lane lane : lanes.values()) {
          if (lane.canStart() && attempts.size() < config.concurrencyMax()) {
            Attempt attempt = new Attempt(lane, lane.start());
            waiting--;
            attempts.add(attempt);
            out.add(attempt);
          }
        }
      } while (out.size() > before);
      forgetIdleLanes();
    } finally {
      lock.unlock();
    }
    return out;
  }

  private void forgetIdleLanes() {
    Instant now = world.now();
    lanes.values().removeIf(lane -> lane.isIdle(now));
    Iterator<Lane> oldest = lanes.values().iterator();
    for (int surplus = lanes.size() - LANES_MAX; surplus > 0; surplus--) {
      if (oldest.next().isIdle(Instant.MAX)) {
        oldest.remove();
      }
    }
  }

  /** One attempt, in its own task. */
  private final class Attempt implements Task.Body {
    private final Lane lane;
    private final Load load;
    private final Key key;
    private volatile Optional<Task> task = Optional.empty();

    Attempt(Lane lane, Load load) {
      this.lane = lane;
      this.load = load;
      this.key = MailQueue.scheduleKey(load.message().id(), load.item().number());
    }

    void start() {
      task =
          Optional.of(
              world.start("deliver " + load.message().id() + " " + load.item().number(), this));
    }

    Task task() {
      return task.orElseThrow();
    }

    @Override
    public void run() throws InterruptedException {
      Optional<Instant> until = Optional.empty();
      try {
        until = settler.carry(courier, load.message(), load.item());
      } finally {
        ended(until);
      }
    }

    private void ended(Optional<Instant> until) {
      List<Load> surplus = new ArrayList<>();
      Instant now = world.now();
      lock.lock();
      try {
        attempts.remove(this);
        queue.inHand().remove(key);
        boolean flushed = queue.flushedInHand().remove(key);
        if (until.isPresent() && !flushed) {
          lane.ended(until.get());
          surplus.addAll(lane.drain());
          waiting -= surplus.size();
        } else {
          lane.ended();
        }
        if (dueAgain.remove(key) || flushed) {
          owed.add(new Back(key, now));
        }
      } finally {
        lock.unlock();
      }
      until.ifPresent(due -> returnAll(surplus, due));
      queue.ring();
    }
  }

  /** What waited in a lane that is left alone from now on. */
  private void returnAll(List<Load> surplus, Instant due) {
    List<Back> back = new ArrayList<>();
    for (Load load : surplus) {
      Key key = MailQueue.scheduleKey(load.message().id(), load.item().number());
      back.add(new Back(key, notAfterItsEnd(load, due)));
    }
    try {
      giveBack(back);
    } catch (StoreException e) {
      LOG.error("event=queue-trouble", e);
    }
  }
}
