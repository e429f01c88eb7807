package mailroad.store.rocksdb;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
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
import mailroad.store.engine.LedgerView;
import mailroad.store.engine.Watches;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded store in one folder: keys in RocksDB, content in a log of segments beside it. All methods may be
 * called by any number of tasks.
 */
public final class RocksStore implements Store {
  private static final Logger LOG = LoggerFactory.getLogger(RocksStore.class);
  private static final int RELEASED_AT_ONCE = 500;
  private static final int OCTETS_PER_ITEM = 512;

  private final Deque<Part> parts;
  private final LedgerView view;
  private final Committer committer;
  private final PendingBlobs pending;
  private final RocksBlobs blobs;
  private final Watches watches;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Something that the store has opened, and must close. */
  interface Part {
    void close() throws StoreException;
  }

  /** Gives the files of segments in a folder. */
  @FunctionalInterface
  interface Disk {
    SegmentFiles in(Path folder) throws IOException;
  }

  /**
   * Opens the store in a folder, which is made if it is not there.
   *
   * @throws StoreException if the folder is in use by another store, or damaged
   */
  public static RocksStore open(World world, Path path, RocksStoreConfig config)
      throws StoreException {
    return open(world, path, config, DiskFiles::new);
  }

  /** As {@link #open(World, Path, RocksStoreConfig)}, with content on a disk that may be a bad one. */
  static RocksStore open(World world, Path path, RocksStoreConfig config, Disk disk)
      throws StoreException {
    Deque<Part> parts = new ArrayDeque<>();
    try {
      RocksFolder folder = opened(parts, RocksFolder.open(path));
      SegmentFiles files = disk.in(folder.content());
      RocksDatabase database = opened(parts, new RocksDatabase(folder.keys(), config));
      RecentValues recent = new RecentValues(database, config.recentOctets());
      SegmentLog log = opened(parts, new SegmentLog(world, files, config));
      PendingBlobs pending = new PendingBlobs(log, config.pendingOctetsMax());
      Committer committer =
          opened(parts, new Committer(world, database, recent, files::freeOctets, pending, config));
      LedgerView view = new LedgerView(recent, pending::find);
      RocksBlobs.Reading reading = new RocksBlobs.Reading(view, committer);
      RocksBlobs blobs = new RocksBlobs(world, log, pending, reading, config);
      return new RocksStore(parts, reading, pending, blobs, new Watches(world));
    } catch (IOException e) {
      closeAll(parts);
      throw Failures.of("cannot open the store " + path, e);
    } catch (StoreException | RuntimeException e) {
      closeAll(parts);
      throw e;
    }
  }

  private RocksStore(
      Deque<Part> parts,
      RocksBlobs.Reading reading,
      PendingBlobs pending,
      RocksBlobs blobs,
      Watches watches) {
    this.parts = parts;
    this.view = reading.view();
    this.committer = reading.committer();
    this.pending = pending;
    this.blobs = blobs;
    this.watches = watches;
  }

  @Override
  public Optional<Value> get(Key key) throws StoreException {
    return view.entry(key);
  }

  @Override
  public List<Entry> range(Range range) throws StoreException {
    return view.range(range);
  }

  @Override
  public Commit commit(Batch batch) throws StoreException {
    Evaluation evaluation =
        committer.submit(
            batch.octetsMax(),
            batch.blobs(),
            (ledger, whenWritten) -> {
              Evaluation done = ledger.commit(batch);
              if (done.commit() instanceof Commit.Done) {
                whenWritten.accept(() -> settle(done));
              }
              return done;
            });
    if (evaluation.commit() instanceof Commit.Done) {
      watches.touched(evaluation.changes());
    }
    return evaluation.commit();
  }

  /** What a batch refers to stands in the index now. */
  private void settle(Evaluation done) {
    done.changes()
        .references()
        .forEach((reference, stands) -> {
          if (stands) {
            pending.settle(reference.blob());
          }
        });
  }

  @Override
  public List<Claim> claimDue(
      String queue, String lane, String owner, Instant now, Duration lease, int n)
      throws StoreException {
    if (view.nextDue(queue, lane).filter(next -> !next.isAfter(now)).isEmpty()) {
      return List.of(); // asked often, and mostly in vain
    }
    Batch.Lease taken = new Batch.Lease(owner, now.plus(lease));
    return committer.submit(
        (long) n * OCTETS_PER_ITEM,
        (ledger, whenWritten) -> ledger.claimDue(queue, lane, taken, now, n));
  }

  @Override
  public Optional<Instant> nextDue(String queue, String lane) throws StoreException {
    return view.nextDue(queue, lane);
  }

  @Override
  public List<Lane> lanes(String queue, String after, int limit) throws StoreException {
    return view.lanes(queue, after, limit);
  }

  @Override
  public void releaseClaims(String queue, String owner, Instant now) throws StoreException {
    boolean more = true;
    while (more) {
      more =
          committer.submit(
              (long) RELEASED_AT_ONCE * OCTETS_PER_ITEM,
              (ledger, whenWritten) -> ledger.releaseClaims(queue, owner, now, RELEASED_AT_ONCE));
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

  @Override
  public void close() throws StoreException {
    if (closed.compareAndSet(false, true)) {
      closeAll(parts);
      watches.ringAll();
    }
  }

  private static <T extends Part> T opened(Deque<Part> parts, T part) {
    parts.push(part);
    return part;
  }

  /** Closes all, the last opened first. */
  private static void closeAll(Deque<Part> parts) throws StoreException {
    StoreException failure = null;
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (StoreException e) {
        LOG.warn("store=not-closed-cleanly", e);
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
