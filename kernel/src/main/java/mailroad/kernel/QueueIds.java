package mailroad.kernel;

import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Makes the ids of one server's messages: no two are the same, however many are made in a millisecond. Any number
 * of tasks may use it.
 *
 * <p>Within a millisecond the last four letters count on from a random start: among some thousand messages a
 * second, letters drawn at random would agree every few minutes, and one message take the other's place.
 */
public final class QueueIds {
  private final World world;
  private final ReentrantLock lock = new ReentrantLock();
  private Instant last = Instant.MIN;
  private int letters;

  /** Ids by the clock of a World. */
  public QueueIds(World world) {
    this.world = world;
  }

  /** A new id. */
  public QueueId next() {
    Instant now = Instant.ofEpochMilli(world.now().toEpochMilli());
    int start = world.random().nextInt(QueueId.LETTERS);
    lock.lock();
    try {
      letters = now.equals(last) ? (letters + 1) % QueueId.LETTERS : start;
      last = now;
      return QueueId.of(now, letters);
    } finally {
      lock.unlock();
    }
  }
}
