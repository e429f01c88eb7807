package mailroad.mta.queue;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import mailroad.store.Key;

/**
 * The items that this node has in hand: those that wait for their turn in memory, and those that are being tried.
 * To schedule one of them would end its claim, so what is wanted of it meanwhile is noted here. Any number of
 * tasks may use it; does not block.
 */
final class InHand {
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Key, Noted> items = new HashMap<>();

  /** What was wanted of an item while it was in hand. */
  private record Noted(boolean again, boolean touched) {
    static final Noted NOTHING = new Noted(false, false);
  }

  /** Takes an item in hand; whether nobody had it. */
  boolean take(Key item) {
    lock.lock();
    try {
      return items.putIfAbsent(item, Noted.NOTHING) == null;
    } finally {
      lock.unlock();
    }
  }

  /** Wants an item to be due once more as soon as it is let go; whether it is in hand at all. */
  boolean again(Key item) {
    lock.lock();
    try {
      return items.computeIfPresent(item, (_, noted) -> new Noted(true, noted.touched())) != null;
    } finally {
      lock.unlock();
    }
  }

  /** What stands in memory of an item is no longer what stands in the store; whether it is in hand at all. */
  boolean touch(Key item) {
    lock.lock();
    try {
      return items.computeIfPresent(item, (_, noted) -> new Noted(noted.again(), true)) != null;
    } finally {
      lock.unlock();
    }
  }

  boolean isTouched(Key item) {
    lock.lock();
    try {
      return items.getOrDefault(item, Noted.NOTHING).touched();
    } finally {
      lock.unlock();
    }
  }

  boolean isWantedAgain(Key item) {
    lock.lock();
    try {
      return items.getOrDefault(item, Noted.NOTHING).again();
    } finally {
      lock.unlock();
    }
  }

  boolean has(Key item) {
    lock.lock();
    try {
      return items.containsKey(item);
    } finally {
      lock.unlock();
    }
  }

  /** Lets an item go; whether it is wanted to be due once more. */
  boolean release(Key item) {
    lock.lock();
    try {
      Noted noted = items.remove(item);
      return noted != null && noted.again();
    } finally {
      lock.unlock();
    }
  }
}
