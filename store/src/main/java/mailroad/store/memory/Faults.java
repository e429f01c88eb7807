package mailroad.store.memory;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import mailroad.store.StoreException;
import mailroad.store.StoreFullException;

/** What is wrong with the imagined disk of a {@link MemoryStore}: for tests and scenarios. */
public final class Faults {
  private final AtomicBoolean full = new AtomicBoolean();
  private final AtomicInteger failing = new AtomicInteger();

  Faults() {}

  /** Lets the disk be full: commits that change something and blobs are refused. */
  public void fillDisk() {
    full.set(true);
  }

  /** Makes room again. */
  public void freeDisk() {
    full.set(false);
  }

  /** Lets the next writes fail, which then have not happened. */
  public void failWrites(int count) {
    failing.set(count);
  }

  void beforeWrite() throws StoreException {
    if (full.get()) {
      throw new StoreFullException("the disk is full");
    }
    if (failing.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new StoreException("the disk failed");
    }
  }
}
