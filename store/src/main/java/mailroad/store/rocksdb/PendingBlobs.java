package mailroad.store.rocksdb;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import mailroad.records.BlobRecord;
import mailroad.store.BlobId;
import mailroad.store.rocksdb.BlobLayout.Place;

/**
 * Blobs that are finished, but that nothing has referred to yet: they stand in no index. After a crash nobody knows
 * their names, so they are gone.
 *
 * <p>A blob of one chunk is kept in memory, as far as there is room: the committer has it written together with the
 * others that its group refers to, and what is dropped after all never reaches the disk. Longer ones are on disk, and
 * their chunks are pinned.
 */
final class PendingBlobs {
  private final SegmentLog log;
  private final long octetsMax;
  private final Map<BlobId, Pending> blobs = new ConcurrentHashMap<>();
  private final AtomicLong octets = new AtomicLong();

  /**
   * A blob that waits.
   *
   * @param record says where it lies, once it is on disk
   * @param chunk all of its content while it is in memory only
   */
  private record Pending(BlobRecord record, Optional<Chunk> chunk) {}

  /**
   * None yet.
   *
   * @param octetsMax memory for content
   */
  PendingBlobs(SegmentLog log, long octetsMax) {
    this.log = log;
    this.octetsMax = octetsMax;
  }

  /** Takes a blob that is on disk. */
  void add(BlobId blob, BlobRecord found) {
    blobs.put(blob, new Pending(found, Optional.empty()));
  }

  /** Takes a blob of one chunk into memory; false if there is no room. */
  boolean addInMemory(BlobRecord found, Chunk chunk) {
    if (octets.addAndGet(chunk.octets().length) > octetsMax) {
      octets.addAndGet(-chunk.octets().length);
      return false;
    }
    blobs.put(chunk.blob(), new Pending(found, Optional.of(chunk)));
    return true;
  }

  /** What is known of a blob; it says where the blob lies only when that is on disk. */
  Optional<BlobRecord> find(BlobId blob) {
    return Optional.ofNullable(blobs.get(blob)).map(Pending::record);
  }

  /** The content of a blob that is in memory. */
  Optional<Chunk> inMemory(BlobId blob) {
    return Optional.ofNullable(blobs.get(blob)).flatMap(Pending::chunk);
  }

  /**
   * Has those blobs written that are in memory only. For the committer.
   *
   * @return for each of these, where it lies once it is on disk
   */
  Map<BlobId, Answer<Place>> write(Collection<BlobId> wanted) {
    Map<BlobId, Chunk> chunks = new LinkedHashMap<>();
    wanted.forEach(blob -> inMemory(blob).ifPresent(chunk -> chunks.put(blob, chunk)));
    List<Answer<Place>> answers = log.appendNow(chunks.values());
    Map<BlobId, Answer<Place>> places = new LinkedHashMap<>();
    int i = 0;
    for (BlobId blob : chunks.keySet()) {
      places.put(blob, answers.get(i++));
    }
    return places;
  }

  /** A blob that was in memory is on disk now. */
  void written(BlobId blob, Place place) {
    blobs.computeIfPresent(
        blob,
        (_, pending) -> {
          pending.chunk().ifPresent(this::forget);
          BlobRecord found = pending.record();
          return new Pending(
              BlobLayout.record(
                  found.getOctets(),
                  found.getChunkOctets(),
                  found.getFinishedMillis(),
                  List.of(place)),
              Optional.empty());
        });
  }

  private void forget(Chunk chunk) {
    octets.addAndGet(-chunk.octets().length);
  }

  /** Lets a blob go: it stands in the index now, or is no longer needed. True if it was here. */
  boolean settle(BlobId blob) {
    Pending found = blobs.remove(blob);
    if (found == null) {
      return false;
    }
    found
        .chunk()
        .ifPresentOrElse(this::forget, () -> log.unpin(new BlobLayout(found.record()).places()));
    return true;
  }

  /** The blobs that were finished at this time or before. */
  List<BlobId> finishedBy(long millis) {
    return blobs.entrySet().stream()
        .filter(entry -> entry.getValue().record().getFinishedMillis() <= millis)
        .map(Map.Entry::getKey)
        .toList();
  }
}
