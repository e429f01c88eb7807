package mailroad.mta.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import mailroad.kernel.World;
import mailroad.mta.queue.Courier.Feedback;
import mailroad.mta.queue.Lane.Health;

/**
 * All next hops as this node knows them: who waits where, whose turn it is, who is left alone, and when which lane
 * of the store is to be looked at. Any number of tasks may use it; does not block.
 *
 * <p>New mail waits here straight away where there is room and nothing stands in its way; otherwise it comes to
 * lie in the store, from where it is read when its lane has room again. A lane that rests is not read at all.
 */
final class Lanes {
  private static final Duration LINGER = Duration.ofMinutes(10);
  private static final Duration FAILURE_REMEMBERED = Duration.ofDays(1);
  private static final int LANES_MAX = 20_000;
  private static final int AGENDA_MAX = 100_000;
  private static final int PULLED_AT_ONCE = 100;

  private final World world;
  private final QueueConfig config;
  private final Limits limits;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Lane> lanes = new LinkedHashMap<>();
  private final Agenda agenda = new Agenda(AGENDA_MAX);

  /** Lanes of the store that have something due, for which there was no room. */
  private final Set<LaneName> hungry = new LinkedHashSet<>();

  private final Deque<Lane> ready = new ArrayDeque<>();
  private final Quotas quotas;
  private final PriorityQueue<Paced> paced =
      new PriorityQueue<>(Comparator.comparing(Paced::until));
  private int waiting;
  private boolean open;
  private boolean full;

  private record Paced(Lane lane, Instant until) {}

  Lanes(World world, QueueConfig config, Limits limits) {
    this.world = world;
    this.config = config;
    this.limits = limits;
    this.quotas = new Quotas(config);
  }

  /**
   * Where a new item goes.
   *
   * @param atOnce whether it waits in memory from its commit on
   */
  record Place(LaneName lane, boolean atOnce) {}

  /** An attempt that is to begin. */
  record Start(Lane lane, Load load, Health health) {}

  /** A lane of the store that is to be read, and how many of its items there is room for. */
  record Pull(LaneName lane, int most) {}

  /** From now on new mail waits in memory. */
  void open() {
    locked(() -> open = true);
  }

  /** From now on nothing waits in memory, and nothing starts; what waited, and must go back to the store. */
  List<Load> close() {
    lock.lock();
    try {
      open = false;
      waiting = 0;
      return lanes.values().stream().flatMap(lane -> lane.drain().stream()).toList();
    } finally {
      lock.unlock();
    }
  }

  private void locked(Runnable act) {
    lock.lock();
    try {
      act.run();
    } finally {
      lock.unlock();
    }
  }

  private Lane lane(String hop) {
    return lanes.computeIfAbsent(
        new LaneName(hop, false).hop(),
        name -> {
          int most =
              limits
                  .lineFor(hop)
                  .map(LimitLine::concurrency)
                  .filter(n -> n > 0)
                  .orElse(config.destinationConcurrencyMax());
          return new Lane(name, config.flow(), most, config.destinationWaitingMax());
        });
  }

  /** Decides where a new item goes, before its batch is committed. */
  Place place(QueuedMessage message, QueuedItem item) {
    Instant now = world.now();
    String sender = SenderKey.of(message.sender());
    int priority = message.parameters().handling().priority();
    lock.lock();
    try {
      Lane lane = lane(item.hop());
      if (open
          && !item.next().isAfter(now)
          && waiting < config.waitingMax()
          && lane.takes(sender, now)) {
        return new Place(new LaneName(item.hop(), false), true);
      }
      boolean heaped = lane.heaps(sender);
      return new Place(new LaneName(item.hop(), priority < 0 || priority == 0 && heaped), false);
    } finally {
      lock.unlock();
    }
  }

  /** A lane of the store has something that is due then. */
  void note(LaneName lane, Instant due) {
    lock.lock();
    try {
      Lane known = lanes.get(lane.hop());
      if (known == null || !known.restUntil().isAfter(due)) {
        agenda.note(lane.stored(), due);
      } else {
        putOff(lane, known); // so that mail for one that rests wakes nobody
      }
    } finally {
      lock.unlock();
    }
  }

  /** When a lane rests, and why; for those who look after mail that is not being tried. */
  Optional<String> resting(String hop) {
    lock.lock();
    try {
      Lane lane = lanes.get(new LaneName(hop, false).hop());
      return lane != null && lane.rests(world.now())
          ? Optional.of(lane.reason())
          : Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** Puts an item in hand where it waits for its turn; false if its next hop rests, so that it must go back. */
  boolean offer(Load load) {
    Instant now = world.now();
    lock.lock();
    try {
      Lane lane = lane(load.item().hop());
      if (!open || lane.rests(now)) {
        return false;
      }
      lane.unheap(load.sender());
      lane.add(load);
      waiting++;
      makeReady(lane, now);
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void makeReady(Lane lane, Instant now) {
    if (!lane.isReady() && lane.canStart(now)) {
      lane.ready(true);
      ready.add(lane);
    }
  }

  /** Which lanes of the store are to be read now; those that rest or are full are put off. */
  List<Pull> pulls() {
    Instant now = world.now();
    List<Pull> out = new ArrayList<>();
    Map<Lane, Integer> given = new HashMap<>();
    lock.lock();
    try {
      int letters = config.waitingMax() - waiting;
      int bulk = config.waitingMax() / 2 - waiting;
      for (String stored : agenda.due(now, PULLED_AT_ONCE)) {
        LaneName name = LaneName.parse(stored);
        Lane lane = lane(name.hop());
        int left = lane.room(name.bulk()) - given.getOrDefault(lane, 0);
        int room = Math.min(left, name.bulk() ? bulk : letters);
        if (lane.rests(now)) {
          putOff(name, lane);
        } else if (room <= 0) {
          hungry.add(name);
          full |= left > 0;
        } else {
          int most = Math.min(room, PULLED_AT_ONCE);
          given.merge(lane, most, Integer::sum);
          letters -= most;
          bulk -= most;
          out.add(new Pull(name, most));
        }
      }
    } finally {
      lock.unlock();
    }
    return out;
  }

  private void putOff(LaneName name, Lane lane) {
    if (lane.restUntil().equals(Instant.MAX)) {
      hungry.add(name); // until an administrator lets it go on
    } else {
      agenda.note(name.stored(), lane.restUntil());
    }
  }

  /** What may start now, one of each next hop in turn. */
  List<Start> starts() {
    Instant now = world.now();
    List<Start> out = new ArrayList<>();
    lock.lock();
    try {
      while (!paced.isEmpty() && !paced.element().until().isAfter(now)) {
        ready.add(paced.remove().lane());
      }
      while (open && quotas.running() < config.concurrencyMax() && !ready.isEmpty()) {
        start(ready.remove(), now).ifPresent(out::add);
      }
    } finally {
      lock.unlock();
    }
    return out;
  }

  private Optional<Start> start(Lane lane, Instant now) {
    lane.ready(false);
    if (!lane.canStart(now)) {
      return Optional.empty();
    }
    Health health = lane.health();
    Instant pace = limits.nextMessage(lane.hop());
    if (pace.isAfter(now)) {
      lane.ready(true);
      paced.add(new Paced(lane, pace));
      return Optional.empty();
    }
    if (!quotas.admits(lane)) {
      lane.ready(true);
      return Optional.empty();
    }
    Load load = lane.start(now);
    limits.message(lane.hop(), now);
    waiting--;
    quotas.begins(health);
    makeReady(lane, now);
    return Optional.of(new Start(lane, load, health));
  }

  /**
   * An attempt has ended.
   *
   * @return what waited at a next hop that rests from now on, and must go back to the store
   */
  List<Load> ended(Start start, Feedback feedback) {
    Instant now = world.now();
    double jitter = world.random().nextDouble() * config.retryJitterPercent() / 100;
    lock.lock();
    try {
      Lane lane = start.lane();
      quotas.ended(start.health()).ifPresent(ready::add);
      switch (feedback) {
        case Feedback.Worked _ -> lane.worked(now);
        case Feedback.Nothing _ -> lane.ended(now);
        case Feedback.Paced(_, var until) -> lane.paced(until, now);
        case Feedback.Crowded(var reason) when lane.running() == 1 ->
            lane.failed(reason, Optional.empty(), jitter, now);
        case Feedback.Crowded _ -> lane.crowded(now);
        case Feedback.Down(var reason, var until) -> lane.failed(reason, until, jitter, now);
      }
      List<Load> back = lane.rests(now) ? lane.drain() : List.of();
      waiting -= back.size();
      makeReady(lane, now);
      feed(lane, now);
      return back;
    } finally {
      lock.unlock();
    }
  }

  /** Has lanes of the store looked at again that found no room. */
  private void feed(Lane lane, Instant now) {
    if (full && waiting <= config.waitingMax() / 4) {
      full = false;
      hungry.removeIf(name -> {
        Lane other = lane(name.hop());
        if (!other.restUntil().equals(Instant.MAX)) {
          agenda.note(name.stored(), now);
        }
        return !other.restUntil().equals(Instant.MAX);
      });
    }
    for (boolean bulk : new boolean[] {false, true}) {
      LaneName name = new LaneName(lane.hop(), bulk);
      boolean empties = lane.room(bulk) > 0 && lane.turns().size() <= lane.window();
      if ((empties || lane.rests(now)) && hungry.remove(name)) {
        agenda.note(name.stored(), lane.rests(now) ? lane.restUntil() : now);
      }
    }
  }

  /** When there is something to do next that no bell tells of. */
  Optional<Instant> next() {
    lock.lock();
    try {
      Optional<Instant> pace = Optional.ofNullable(paced.peek()).map(Paced::until);
      Optional<Instant> look = agenda.next();
      return pace.filter(p -> look.isEmpty() || p.isBefore(look.get())).or(() -> look);
    } finally {
      lock.unlock();
    }
  }

  /** Whether the lanes of the store must be listed anew. */
  boolean mustReadAnew() {
    lock.lock();
    try {
      return agenda.mustReadAnew(world.now());
    } finally {
      lock.unlock();
    }
  }

  void beginReading() {
    locked(agenda::beginReading);
  }

  /** Lets next hops be asked at once that rest; one that an administrator has suspended stays so. */
  void forgive(Optional<String> hop) {
    Instant now = world.now();
    locked(() -> {
      for (Lane lane : lanes.values()) {
        if (hop.isEmpty() || hop.get().equalsIgnoreCase(lane.hop())) {
          lane.forgive();
          wake(lane, now);
        }
      }
    });
  }

  private void wake(Lane lane, Instant now) {
    for (boolean bulk : new boolean[] {false, true}) {
      LaneName name = new LaneName(lane.hop(), bulk);
      hungry.remove(name);
      agenda.note(name.stored(), now);
    }
    makeReady(lane, now);
  }

  /** Suspends a next hop, or lets it go on. */
  List<Load> suspend(String hop, Optional<Suspension> suspension) {
    Instant now = world.now();
    lock.lock();
    try {
      Lane lane = lane(hop);
      lane.suspend(suspension);
      if (suspension.isEmpty()) {
        lane.forgive();
        wake(lane, now);
        return List.of();
      }
      List<Load> back = lane.drain();
      waiting -= back.size();
      return back;
    } finally {
      lock.unlock();
    }
  }

  /** Whether more next hops are known than are to be remembered. */
  boolean isCrowded() {
    lock.lock();
    try {
      return lanes.size() > 2 * LANES_MAX;
    } finally {
      lock.unlock();
    }
  }

  /** Forgets next hops of which nothing needs to be known any more. */
  void forgetIdle() {
    Instant now = world.now();
    lock.lock();
    try {
      lanes.values().removeIf(lane -> isForgettable(lane, now));
      Iterator<Lane> oldest = lanes.values().iterator();
      for (int surplus = lanes.size() - LANES_MAX; surplus > 0; surplus--) {
        Lane lane = oldest.next();
        if (lane.isIdle() && !lane.isReady() && lane.suspension().isEmpty()) {
          oldest.remove();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private static boolean isForgettable(Lane lane, Instant now) {
    Duration keep = lane.failures() > 0 ? FAILURE_REMEMBERED : LINGER;
    return lane.isIdle()
        && !lane.isReady()
        && lane.suspension().isEmpty()
        && !lane.rests(now)
        && lane.lastUsed().isBefore(now.minus(keep));
  }

  /** What is known of next hops now. */
  List<HopState> states() {
    Instant now = world.now();
    lock.lock();
    try {
      return lanes.values().stream()
          .map(lane ->
              new HopState(
                  lane.hop(),
                  lane.turns().size(),
                  lane.running(),
                  lane.window(),
                  lane.failures(),
                  lane.restUntil(),
                  lane.isSuspended(now),
                  lane.reason()))
          .toList();
    } finally {
      lock.unlock();
    }
  }
}
