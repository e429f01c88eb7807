package mailroad.store.rocksdb;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import mailroad.records.BlobRecord;
import mailroad.store.BlobId;

/**
 * Blobs that are finished, but that nothing has referred to yet: they stand in no index, and their chunks are
 * pinned. After a crash nobody knows their names, so they are gone.
 */
final class PendingBlobs {
  private final SegmentLog log;
  private final Map<BlobId, BlobRecord> blobs = new ConcurrentHashMap<>();

  PendingBlobs(SegmentLog log) {
    this.log = log;
  }

  void add(BlobId blob, BlobRecord found) {
    blobs.put(blob, found);
  }

  Optional<BlobRecord> find(BlobId blob) {
    return Optional.ofNullable(blobs.get(blob));
  }

  /** Lets a blob go: it stands in the index now, or is no longer needed. True if it was here. */
  boolean settle(BlobId blob) {
    BlobRecord found = blobs.remove(blob);
    if (found == null) {
      return false;
    }
    log.unpin(new BlobLayout(found).places());
    return true;
  }

  /** The blobs that were finished at this time or before. */
  List<BlobId> finishedBy(long millis) {
    return blobs.entrySet().stream()
        .filter(entry -> entry.getValue().getFinishedMillis() <= millis)
        .map(Map.Entry::getKey)
        .toList();
  }
}
