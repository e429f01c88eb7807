package mailroad.store.rocksdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import mailroad.kernel.World;
import mailroad.records.BlobRecord;
import mailroad.store.BlobId;
import mailroad.store.Blobs;
import mailroad.store.StoreException;
import mailroad.store.engine.Ledger;
import mailroad.store.engine.LedgerView;

/** Content in the segment log, with its index in the database. */
final class RocksBlobs implements Blobs {
  private static final int SWEPT_AT_ONCE = 500;
  private static final int OCTETS_PER_SWEPT = 256;

  private final World world;
  private final SegmentLog log;
  private final PendingBlobs pending;
  private final LedgerView view;
  private final Committer committer;
  private final Compaction compaction;
  private final int chunkOctets;

  RocksBlobs(
      World world, SegmentLog log, PendingBlobs pending, Reading reading, RocksStoreConfig config) {
    this.world = world;
    this.log = log;
    this.pending = pending;
    this.view = reading.view();
    this.committer = reading.committer();
    this.compaction = new Compaction(log, view, committer, config);
    this.chunkOctets = config.chunkOctets();
  }

  /** What reads the index, and what changes it. */
  record Reading(LedgerView view, Committer committer) {}

  @Override
  public Writer write() {
    return new RocksBlobWriter(world, log, pending, chunkOctets);
  }

  @Override
  public long size(BlobId blob) throws StoreException {
    return find(blob).getOctets();
  }

  @Override
  public int read(BlobId blob, long from, byte[] into, int offset, int length)
      throws StoreException {
    Objects.checkFromIndexSize(offset, length, into.length);
    Optional<Chunk> waiting = pending.inMemory(blob);
    if (waiting.isPresent()) {
      return read(waiting.get(), from, into, offset, length);
    }
    BlobRecord found = find(blob);
    while (true) {
      try {
        return from >= found.getOctets()
            ? 0
            : log.read(new BlobLayout(found), blob, from, ByteBuffer.wrap(into, offset, length));
      } catch (NoSuchFileException | SegmentLog.DamagedException e) {
        BlobRecord again = find(blob); // compaction may have moved it meanwhile
        if (again.equals(found)) {
          throw new StoreException(String.valueOf(e.getMessage()), e);
        }
        found = again;
      } catch (ClosedByInterruptException e) {
        throw new StoreException("the task was cancelled while it read blob " + blob, e);
      } catch (IOException e) {
        throw Failures.of("cannot read blob " + blob, e);
      }
    }
  }

  /** Piece by piece as they are kept and checked, so that each is read once. */
  @Override
  public long copy(BlobId blob, long from, long count, Sink sink)
      throws StoreException, IOException {
    long pieces = find(blob).getChunkOctets();
    byte[] piece = new byte[(int) Math.min(pieces, Math.max(1, count))];
    long done = 0;
    while (done < count) {
      long at = from + done;
      long leftOfChunk = pieces - at % pieces;
      int wanted = (int) Math.min(Math.min(piece.length, leftOfChunk), count - done);
      int n = read(blob, at, piece, 0, wanted);
      if (n == 0) {
        break;
      }
      sink.take(piece, 0, n);
      done += n;
    }
    return done;
  }

  private static int read(Chunk chunk, long from, byte[] into, int offset, int length) {
    int octets = Math.clamp(chunk.length() - from, 0, length);
    System.arraycopy(chunk.octets(), (int) Math.min(from, chunk.length()), into, offset, octets);
    return octets;
  }

  @Override
  public int sweep(Instant finishedBefore) throws StoreException {
    int removed = 0;
    Ledger.Swept swept;
    do {
      swept =
          committer.submit(
              SWEPT_AT_ONCE * (long) OCTETS_PER_SWEPT,
              (ledger, whenWritten) -> ledger.sweep(finishedBefore, SWEPT_AT_ONCE));
      removed += swept.removed().size();
    } while (swept.more());
    removed += dropPending(finishedBefore);
    compaction.run();
    return removed;
  }

  @Override
  public void forget(BlobId blob) {
    pending.settle(blob);
  }

  /** Drops finished blobs that nothing refers to; in the committer, so that no batch refers to one meanwhile. */
  private int dropPending(Instant finishedBefore) throws StoreException {
    AtomicInteger dropped = new AtomicInteger();
    committer.submit(
        0,
        (ledger, whenWritten) -> {
          whenWritten.accept(() -> {
            for (BlobId blob : pending.finishedBy(finishedBefore.toEpochMilli())) {
              if (pending.settle(blob)) {
                dropped.incrementAndGet();
              }
            }
          });
          return true;
        });
    return dropped.get();
  }

  private BlobRecord find(BlobId blob) throws StoreException {
    // First where it is until it stands in the index, then in the index: it is always in one of
    // them.
    BlobRecord waiting = pending.find(blob).orElse(null);
    if (waiting != null) {
      return waiting;
    }
    return view.indexed(blob).orElseThrow(() -> new StoreException("no blob " + blob));
  }
}
