package mailroad.store.rocksdb;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import mailroad.records.BlobRecord;
import mailroad.store.BlobId;
import mailroad.store.StoreException;
import mailroad.store.StoreFullException;
import mailroad.store.engine.Ledger;
import mailroad.store.engine.LedgerView;
import mailroad.store.rocksdb.BlobLayout.Place;
import mailroad.store.rocksdb.SegmentFiles.SegmentFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Frees the room of segments: deletes those that hold nothing that is needed, and empties those that hold
 * little, by appending that little anew. A crash at any point leaves at worst a copy that nothing needs: content
 * is on disk in its new place before the index says so, and the index says so before the old place goes.
 *
 * <p>Runs in the task that sweeps; if another one sweeps already, it leaves the work to that.
 */
final class Compaction {
  private static final Logger LOG = LoggerFactory.getLogger(Compaction.class);
  private static final long MOVED_AT_ONCE_OCTETS = 1 << 20;
  private static final int INDEX_OCTETS_PER_CHUNK = 128;

  private final SegmentLog log;
  private final LedgerView view;
  private final Committer committer;
  private final long sparseBelowOctets;
  private final long octetsMax;
  private final AtomicBoolean running = new AtomicBoolean();

  /** Segments in which something needed cannot be read: they stay as they are, for a human. */
  private final Set<Long> damaged = ConcurrentHashMap.newKeySet();

  Compaction(SegmentLog log, LedgerView view, Committer committer, RocksStoreConfig config) {
    this.log = log;
    this.view = view;
    this.committer = committer;
    this.sparseBelowOctets = config.segmentOctetsMax() * config.compactBelowPercent() / 100;
    this.octetsMax = config.compactionOctetsMax();
  }

  private record Sparse(long segment, long liveOctets) {}

  private record Move(Chunk chunk, Place from, Answer<Place> to) {}

  /** Frees what it can, with a bounded amount of work. */
  void run() throws StoreException {
    if (!running.compareAndSet(false, true)) {
      return;
    }
    try {
      long left = octetsMax;
      for (Sparse sparse : deleteEmpty()) {
        left -= sparse.liveOctets();
        if (left < 0) {
          return;
        }
        empty(sparse.segment());
      }
    } catch (StoreFullException e) {
      LOG.warn("compaction=stopped reason=\"{}\"", e.getMessage());
    } catch (IOException e) {
      throw Failures.of("cannot free the room of content", e);
    } finally {
      running.set(false);
    }
  }

  /** Deletes segments that hold nothing needed; gives those that hold little, the emptiest first. */
  private List<Sparse> deleteEmpty() throws IOException, StoreException {
    List<Sparse> sparse = new ArrayList<>();
    for (long segment : log.sealed()) {
      long live = view.liveOctets(segment);
      if (log.isPinned(segment) || damaged.contains(segment) || live >= sparseBelowOctets) {
        continue;
      }
      if (live == 0) {
        delete(segment);
      } else {
        sparse.add(new Sparse(segment, live));
      }
    }
    sparse.sort(Comparator.comparingLong(Sparse::liveOctets));
    return sparse;
  }

  /** Deletes a segment unless something in it is needed after all. */
  private boolean delete(long segment) throws IOException, StoreException {
    // A blob is indexed before its pins go: so without pins, what the index says next is true.
    boolean empty =
        !log.isPinned(segment)
            && committer.submit(
                INDEX_OCTETS_PER_CHUNK,
                (ledger, whenWritten) -> {
                  if (ledger.view().liveOctets(segment) != 0) {
                    return false;
                  }
                  ledger.forgetSegment(segment);
                  return true;
                });
    if (empty) {
      log.delete(segment);
    }
    return empty;
  }

  private void empty(long segment) throws IOException, StoreException {
    try (SegmentFile file = log.open(segment)) {
      SegmentScan scan = new SegmentScan(file, segment);
      List<Move> moves = new ArrayList<>();
      try {
        move(scan, segment, moves);
        settle(moves);
      } finally {
        release(moves);
      }
    }
    if (!delete(segment)) {
      damaged.add(segment);
      LOG.error(
          "segment={} needed-octets={} cannot be read and is left as it is",
          SegmentLog.name(segment),
          view.liveOctets(segment));
    }
  }

  private void move(SegmentScan scan, long segment, List<Move> moves)
      throws IOException, StoreException {
    long octets = 0;
    for (var found = scan.next(); found.isPresent(); found = scan.next()) {
      Place from = new Place(segment, found.get().offset());
      if (!isNeeded(found.get().header(), from)) {
        continue;
      }
      Optional<Chunk> chunk = scan.chunk(found.get());
      if (chunk.isPresent()) {
        moves.add(new Move(chunk.get(), from, log.append(chunk.get(), true)));
        octets += chunk.get().octetsInSegment();
      }
      if (octets >= MOVED_AT_ONCE_OCTETS) {
        settle(moves);
        release(moves);
        octets = 0;
      }
    }
  }

  private boolean isNeeded(Chunk.Header header, Place at) throws StoreException {
    Optional<BlobRecord> found = view.indexed(header.blob());
    return found.isPresent() && liesAt(new BlobLayout(found.get()), header.number(), at);
  }

  private static boolean liesAt(BlobLayout layout, int number, Place at) {
    return number < layout.chunks() && layout.place(number).equals(at);
  }

  /** Waits until the chunks are on disk in their new places, and tells the index. */
  private void settle(List<Move> moves) throws StoreException {
    Map<BlobId, Map<Move, Place>> byBlob = new LinkedHashMap<>();
    for (Move move : moves) {
      byBlob
          .computeIfAbsent(move.chunk().blob(), blob -> new LinkedHashMap<>())
          .put(move, move.to().await());
    }
    if (!byBlob.isEmpty()) {
      committer.submit(
          (long) moves.size() * INDEX_OCTETS_PER_CHUNK,
          (ledger, whenWritten) -> {
            for (Map.Entry<BlobId, Map<Move, Place>> entry : byBlob.entrySet()) {
              index(ledger, entry.getKey(), entry.getValue());
            }
            return true;
          });
    }
  }

  private static void index(Ledger ledger, BlobId blob, Map<Move, Place> moves)
      throws StoreException {
    Optional<BlobRecord> found = ledger.view().indexed(blob);
    if (found.isEmpty()) {
      return; // removed meanwhile
    }
    BlobLayout layout = new BlobLayout(found.get());
    Map<Integer, Place> places = new HashMap<>();
    moves.forEach((move, to) -> {
      int number = move.chunk().number();
      if (liesAt(layout, number, move.from())) {
        places.put(number, to);
      }
    });
    ledger.move(blob, found.get(), layout.moved(places));
  }

  /** The index knows of the chunks now, or they are garbage: either way they need no pins. */
  private void release(List<Move> moves) {
    for (Move move : moves) {
      try {
        log.unpin(List.of(move.to().await()));
      } catch (StoreException e) {
        LOG.debug("chunk=not-moved reason=\"{}\"", e.getMessage());
      }
    }
    moves.clear();
  }
}
