package mailroad.store.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import mailroad.kernel.World;
import mailroad.store.Batch;
import mailroad.store.Blobs;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;
import mailroad.store.engine.Evaluation;
import mailroad.store.engine.Watches;

/**
 * A store in memory that behaves as one on disk: {@link #crash} is the power failure, {@link #reopen} the next
 * start of the program. Needs no thread; with the same calls it gives the same answers.
 */
public final class MemoryStore implements Store {
  private static final int RELEASED_AT_ONCE = 1_000;

  private final World world;
  private final MemoryStoreConfig config;
  private final MemoryDisk disk;
  private final MemoryBlobs blobs;
  private final Watches watches;
  private final AtomicBoolean open = new AtomicBoolean(true);

  /** An empty store whose commits take no time. */
  public MemoryStore(World world) {
    this(world, MemoryStoreConfig.DEFAULT);
  }

  /** An empty store. */
  public MemoryStore(World world, MemoryStoreConfig config) {
    this(world, config, new MemoryDisk());
  }

  private MemoryStore(World world, MemoryStoreConfig config, MemoryDisk disk) {
    this.world = world;
    this.config = config;
    this.disk = disk;
    this.watches = new Watches(world);
    this.blobs = new MemoryBlobs(world, disk, this::beforeWrite);
  }

  /**
   * Ends this store as a power failure does: what was committed is on the disk, all else is gone, and whoever
   * still holds this store, such as a task that has not noticed its end, can change nothing any more.
   */
  public void crash() {
    open.set(false);
    watches.ringAll();
  }

  /** What the next program finds on the same disk; this store has ended. */
  public MemoryStore reopen() {
    return reopen(world);
  }

  /** The same where the next program runs in a World of its own, as after a simulated crash. */
  public MemoryStore reopen(World next) {
    crash();
    return new MemoryStore(next, config, disk);
  }

  /** What is wrong with the disk; stays over {@link #reopen}. */
  public Faults faults() {
    return disk.faults();
  }

  @Override
  public Optional<Value> get(Key key) throws StoreException {
    requireOpen();
    return disk.reading(view -> view.entry(key));
  }

  @Override
  public List<Entry> range(Range range) throws StoreException {
    requireOpen();
    return disk.reading(view -> view.range(range));
  }

  @Override
  public Commit commit(Batch batch) throws StoreException {
    beforeWrite();
    Evaluation evaluation = disk.changing(ledger -> ledger.commit(batch));
    if (evaluation.commit() instanceof Commit.Done) {
      watches.touched(evaluation.changes());
    }
    return evaluation.commit();
  }

  @Override
  public List<Claim> claimDue(
      String queue, String lane, String owner, Instant now, Duration lease, int n)
      throws StoreException {
    beforeWrite();
    Batch.Lease taken = new Batch.Lease(owner, now.plus(lease));
    return disk.changing(ledger -> ledger.claimDue(queue, lane, taken, now, n));
  }

  @Override
  public Optional<Instant> nextDue(String queue, String lane) throws StoreException {
    requireOpen();
    return disk.reading(view -> view.nextDue(queue, lane));
  }

  @Override
  public List<Lane> lanes(String queue, String after, int limit) throws StoreException {
    requireOpen();
    return disk.reading(view -> view.lanes(queue, after, limit));
  }

  @Override
  public void releaseClaims(String queue, String owner, Instant now) throws StoreException {
    beforeWrite();
    boolean more = true;
    while (more) {
      more = disk.changing(ledger -> ledger.releaseClaims(queue, owner, now, RELEASED_AT_ONCE));
    }
  }

  @Override
  public Watch watch(Collection<Key> prefixes) {
    return watches.watch(prefixes);
  }

  @Override
  public Blobs blobs() {
    return blobs;
  }

  /** Ends this store; {@link #reopen} finds again what it held. */
  @Override
  public void close() {
    crash();
  }

  /** Takes the time that a write takes, and meets the faults of the disk. */
  private void beforeWrite() throws StoreException {
    requireOpen();
    if (config.commitLatency().isPositive()) {
      try {
        world.sleep(config.commitLatency());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new StoreException("the task was cancelled before its write", e);
      }
    }
    requireOpen(); // the power may have failed meanwhile
    disk.faults().beforeWrite();
  }

  private void requireOpen() throws StoreException {
    if (!open.get()) {
      throw new StoreException("the store has ended");
    }
  }
}
