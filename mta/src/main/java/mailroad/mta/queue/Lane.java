package mailroad.mta.queue;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What waits for its turn at one next hop, and how many attempts run there. Used by the runner under its lock.
 *
 * <p>The window opens by one for each success and closes to one on a failure of the whole next hop: a host that
 * is back gets its mail soon, and gently (RFC 5321 section 4.5.4.1).
 */
final class Lane {
  private static final int WINDOW_FIRST = 2;

  private final Deque<Load> waiting = new ArrayDeque<>();
  private final int windowMax;
  private int window = WINDOW_FIRST;
  private int running;
  private Instant notBefore = Instant.MIN;

  /** An item in hand. */
  record Load(QueuedMessage message, QueuedItem item) {}

  Lane(int windowMax) {
    this.windowMax = windowMax;
  }

  void add(Load load) {
    waiting.add(load);
  }

  int waiting() {
    return waiting.size();
  }

  boolean isIdle(Instant now) {
    return waiting.isEmpty() && running == 0 && !now.isBefore(notBefore);
  }

  boolean canStart() {
    return !waiting.isEmpty() && running < Math.min(window, windowMax);
  }

  Load start() {
    running++;
    return waiting.remove();
  }

  /** An attempt has ended at a next hop that works. */
  void ended() {
    running--;
    window = Math.min(windowMax, window + 1);
  }

  /** An attempt has ended in nothing: the next hop is left alone until then. */
  void ended(Instant until) {
    running--;
    window = 1;
    notBefore = until;
  }

  /** Takes all that waits out. */
  List<Load> drain() {
    List<Load> out = new ArrayList<>(waiting);
    waiting.clear();
    return out;
  }

  Instant notBefore() {
    return notBefore;
  }

  void forgive() {
    notBefore = Instant.MIN;
  }
}
