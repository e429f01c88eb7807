package mailroad.mailbox;

import java.time.Duration;
import mailroad.kernel.Bell;
import mailroad.kernel.World;

/** Lets a few in at a time; the others wait outside, and when too many wait, more are turned away. */
final class Gate {
  private static final Duration LOOK_AGAIN_AFTER = Duration.ofMinutes(1);

  private final Bell bell;
  private final int insideMax;
  private final int waitingMax;
  private int inside;
  private int waiting;

  Gate(World world, int insideMax, int waitingMax) {
    this.bell = world.bell();
    this.insideMax = insideMax;
    this.waitingMax = waitingMax;
  }

  /** Waits for a place inside; who gets true must leave again. */
  boolean enter() throws InterruptedException {
    return enter(waitingMax);
  }

  /** Waits for a place inside, however many wait already. */
  void enterAlways() throws InterruptedException {
    enter(Integer.MAX_VALUE);
  }

  /** Frees the place. */
  void leave() {
    synchronized (this) {
      inside--;
    }
    bell.ring();
  }

  /** How many wait now. */
  synchronized int waiting() {
    return waiting;
  }

  private boolean enter(int mostWaiting) throws InterruptedException {
    long seen = bell.rings();
    switch (knock(mostWaiting)) {
      case INSIDE -> {
        return true;
      }
      case TURNED_AWAY -> {
        return false;
      }
      case WAITING -> {}
    }
    boolean entered = false;
    try {
      while (!entered) {
        bell.await(seen, LOOK_AGAIN_AFTER);
        seen = bell.rings();
        entered = enterFromQueue();
      }
      return true;
    } finally {
      if (!entered) {
        giveUp();
      }
    }
  }

  private enum Answer {
    INSIDE,
    WAITING,
    TURNED_AWAY
  }

  private synchronized Answer knock(int mostWaiting) {
    if (inside < insideMax) {
      inside++;
      return Answer.INSIDE;
    }
    if (waiting >= mostWaiting) {
      return Answer.TURNED_AWAY;
    }
    waiting++;
    return Answer.WAITING;
  }

  private synchronized boolean enterFromQueue() {
    if (inside >= insideMax) {
      return false;
    }
    inside++;
    waiting--;
    return true;
  }

  private synchronized void giveUp() {
    waiting--;
  }
}
