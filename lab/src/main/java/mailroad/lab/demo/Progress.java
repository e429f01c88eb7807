package mailroad.lab.demo;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import mailroad.kernel.Event;
import mailroad.kernel.QueueId;

/** How far the letters have come, over all hosts. */
final class Progress {
  /** When there is nothing left to wait for. */
  enum Rest {
    /** The letter is in a mailbox, and no host has it in hand any more. */
    FILED,
    /** A host keeps the letter for later, and no other has it in hand. */
    KEPT
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Set<QueueId> inHand = new HashSet<>();
  private final Set<QueueId> kept = new HashSet<>();
  private Rest rest = Rest.FILED;
  private boolean filed;

  /** Waits for something new. */
  void begin(Rest awaited) {
    lock.lock();
    try {
      rest = awaited;
      filed = false;
    } finally {
      lock.unlock();
    }
  }

  void note(Event event) {
    lock.lock();
    try {
      switch (event) {
        case Event.Accepted e -> inHand.add(e.message());
        case Event.Deferred e -> kept.add(e.message());
        case Event.Filed _ -> filed = true;
        case Event.Completed e -> {
          inHand.remove(e.message());
          kept.remove(e.message());
        }
        case Event.Routed _,
            Event.Judged _,
            Event.Attempted _,
            Event.Relayed _,
            Event.Failed _,
            Event.DelayNoticed _,
            Event.Expanded _,
            Event.Administered _,
            Event.Released _ -> {}
      }
    } finally {
      lock.unlock();
    }
  }

  boolean isReached() {
    lock.lock();
    try {
      return switch (rest) {
        case FILED -> filed && inHand.isEmpty();
        case KEPT -> !kept.isEmpty() && inHand.equals(kept);
      };
    } finally {
      lock.unlock();
    }
  }
}
