package mailroad.mta.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One next hop as this node knows it: what waits for its turn there, how many attempts run, and whether it is
 * left alone. Used under the lock of its {@link Lanes}.
 *
 * <p>When none of its hosts answers, all mail for it rests, twice as long each time; then one message asks
 * whether somebody is back, and if so its mail goes soon and gently (RFC 5321 section 4.5.4.1).
 */
final class Lane {
  private static final int SENDERS_REMEMBERED = 64;
  private static final int DOUBLINGS_MAX = 30;

  /** How many rounds of attempts wait in memory at most that were read from the store. */
  private static final int READ_AHEAD_ROUNDS = 5;

  private static final int READ_AHEAD = 20;

  /** Tasks side by side read the clock a little earlier or later. */
  private static final Duration CLOCK_SLACK = Duration.ofMinutes(1);

  private final String hop;
  private final FlowConfig config;
  private final Turns turns = new Turns();
  private final Window window;
  private final int waitingMax;
  private int running;
  private int failures;
  private boolean proven;

  /** No later than that was said: a clock that shows less has gone back, and what was said means nothing. */
  private Instant restSaid = Instant.MIN;

  private Instant restUntil = Instant.MIN;
  private String reason = "";
  private Optional<Suspension> suspension = Optional.empty();
  private Instant lastUsed = Instant.MIN;
  private boolean ready;

  /** How many items of each sender have lately come to lie in the store rather than here. */
  private final Map<String, Integer> heaps =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
          return size() > SENDERS_REMEMBERED;
        }
      };

  /** What is known of a next hop's health; the less is known, the fewer attempts may run at such ones in all. */
  enum Health {
    /** It has taken mail. */
    PROVEN,
    /** Nothing is known. */
    NEW,
    /** Nobody answered last time. */
    FAILING
  }

  Lane(String hop, FlowConfig config, int concurrencyMax, int waitingMax) {
    this.hop = hop;
    this.config = config;
    this.window = new Window(config, concurrencyMax);
    this.waitingMax = waitingMax;
  }

  String hop() {
    return hop;
  }

  Health health() {
    if (failures > 0) {
      return Health.FAILING;
    }
    return proven ? Health.PROVEN : Health.NEW;
  }

  Turns turns() {
    return turns;
  }

  int running() {
    return running;
  }

  int window() {
    return window.size();
  }

  int failures() {
    return failures;
  }

  /** What was said when it was last left alone. */
  String reason() {
    return suspension.map(Suspension::reason).orElse(reason);
  }

  Optional<Suspension> suspension() {
    return suspension;
  }

  void suspend(Optional<Suspension> other) {
    suspension = other;
  }

  /** Until when nothing is tried here; not after now if something may be. */
  Instant restUntil() {
    Instant suspended = suspension.map(s -> s.until().orElse(Instant.MAX)).orElse(Instant.MIN);
    return suspended.isAfter(restUntil) ? suspended : restUntil;
  }

  boolean rests(Instant now) {
    return suspension.filter(s -> !s.isOver(now)).isPresent()
        || restUntil.isAfter(now) && !now.isBefore(restSaid);
  }

  /** How many more items may be read from the store; letters find room where what is heaped up does not. */
  int room(boolean bulk) {
    if (failures > 0) {
      return Math.max(0, 1 - turns.size() - running);
    }
    int ahead = Math.min(waitingMax, Math.max(READ_AHEAD, READ_AHEAD_ROUNDS * window.size()));
    return Math.max(0, (bulk ? (ahead + 1) / 2 : ahead) - turns.size());
  }

  /** Whether a new item of a sender may wait here rather than in the store. */
  boolean takes(String sender, Instant now) {
    return failures == 0
        && !rests(now)
        && turns.size() < waitingMax
        && turns.waitingOf(sender) < senderMax();
  }

  private int senderMax() {
    return Math.max(1, waitingMax / 4);
  }

  /** Whether a sender heaps up mail here: one more of its items comes to lie in the store. */
  boolean heaps(String sender) {
    return heaps.merge(sender, 1, Integer::sum) + turns.waitingOf(sender) > senderMax();
  }

  /** One of a sender's items has left the store. */
  void unheap(String sender) {
    heaps.computeIfPresent(sender, (_, n) -> n > 1 ? n - 1 : null);
  }

  void add(Load load) {
    turns.add(load);
  }

  boolean canStart(Instant now) {
    return !turns.isEmpty() && running < (failures > 0 ? 1 : window.size()) && !rests(now);
  }

  Load start(Instant now) {
    running++;
    lastUsed = now;
    return turns.next();
  }

  /** An attempt has ended that says nothing of the next hop. */
  void ended(Instant now) {
    running--;
    lastUsed = now;
  }

  void worked(Instant now) {
    ended(now);
    failures = 0;
    proven = true;
    reason = "";
    window.worked();
  }

  /** The next hop lives, and has no room for one more. */
  void crowded(Instant now) {
    ended(now);
    window.crowded(running);
  }

  /** We may not do more there ourselves until then. */
  void paced(Instant until, Instant now) {
    ended(now);
    if (running == 0 && until.isAfter(restUntil)) {
      restUntil = until;
      restSaid = now.minus(CLOCK_SLACK);
      reason = "only so many connections may be made in a time";
    }
  }

  /**
   * Nobody answered.
   *
   * @param until when the first of its hosts may be asked again, if that is known
   * @param jitter from 0 to 1: by what share of the wait it varies
   */
  void failed(String why, Optional<Instant> until, double jitter, Instant now) {
    ended(now);
    window.failed();
    proven = false;
    reason = why;
    if (rests(now)) {
      return; // attempts that ran side by side saw one and the same failure
    }
    failures++;
    Duration rest = until.map(u -> Duration.between(now, u)).orElseGet(this::rest);
    if (config.suspendAfter() > 0 && failures >= config.suspendAfter()) {
      rest = rest.compareTo(config.suspendTime()) < 0 ? config.suspendTime() : rest;
    }
    restUntil = now.plus(rest).plusMillis(Math.round(rest.toMillis() * jitter));
    restSaid = now.minus(CLOCK_SLACK);
  }

  /** Whether it failed so often that it is only asked now and then. */
  boolean isSuspended(Instant now) {
    return suspension.filter(s -> !s.isOver(now)).isPresent()
        || config.suspendAfter() > 0 && failures >= config.suspendAfter();
  }

  private Duration rest() {
    Duration rest = config.restFirst();
    for (int i = 1; i < Math.min(failures, DOUBLINGS_MAX); i++) {
      rest = rest.multipliedBy(2);
      if (rest.compareTo(config.restMax()) >= 0) {
        return config.restMax();
      }
    }
    return rest;
  }

  /** Lets the next hop be asked at once. */
  void forgive() {
    restUntil = Instant.MIN;
  }

  List<Load> drain() {
    return turns.drain();
  }

  boolean isIdle() {
    return turns.isEmpty() && running == 0;
  }

  Instant lastUsed() {
    return lastUsed;
  }

  /** Whether it waits in the line of those that may start. */
  boolean isReady() {
    return ready;
  }

  void ready(boolean now) {
    ready = now;
  }
}
