package mailroad.store.rocksdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import mailroad.kernel.World;
import mailroad.store.BlobId;
import mailroad.store.StoreException;
import mailroad.store.rocksdb.BlobLayout.Place;
import mailroad.store.rocksdb.SegmentFiles.SegmentFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of content: chunks, one behind the other in segments of bounded size. The appender writes the newest
 * segment, in a task of its own or in the committer; any task reads.
 *
 * <p>A chunk is <em>pinned</em> from its writing until the index knows of it or its blob is dropped. A segment
 * that is not the newest, holds nothing that the index knows of, and has no pins, can be deleted. After a crash
 * there are no pins, so what was written but never indexed goes with its segment.
 */
final class SegmentLog implements RocksStore.Part {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentLog.class);

  /** A chunk to be appended; the answer is its place. */
  static final class Append implements GroupTask.Request {
    private final Chunk chunk;
    private final boolean durable;
    private final Answer<Place> answer = new Answer<>();

    Append(Chunk chunk, boolean durable) {
      this.chunk = chunk;
      this.durable = durable;
    }

    Chunk chunk() {
      return chunk;
    }

    /** Whether the answer waits until this chunk, and all before it, are on disk. */
    boolean durable() {
      return durable;
    }

    Answer<Place> answer() {
      return answer;
    }

    @Override
    public long octets() {
      return chunk.octetsInSegment();
    }

    @Override
    public void fail(StoreException failure) {
      answer.fail(failure);
    }
  }

  private final SegmentFiles files;
  private final ConcurrentMap<Long, Integer> pins = new ConcurrentHashMap<>();
  private final Set<Long> failed = ConcurrentHashMap.newKeySet();
  private final Rooms rooms;
  private final Appender appender;
  private final GroupTask<Append> task;

  /** Held by whoever appends; fair, or the task would keep the committer out while much is waiting. */
  private final ReentrantLock appending = new ReentrantLock(true);

  /** Opens the log, and starts the appender. */
  SegmentLog(World world, SegmentFiles files, RocksStoreConfig config) throws StoreException {
    this.files = files;
    this.rooms = new Rooms(Chunk.HEADER_OCTETS + config.chunkOctets());
    try {
      this.appender = new Appender(files, config, this::pin, failed::add);
    } catch (IOException e) {
      throw Failures.of("cannot open the content", e);
    }
    this.task =
        new GroupTask<>(
            world, "store appender", config.waitingMax(), config.groupOctetsMax(), this::appendAll);
  }

  private void appendAll(List<Append> group) {
    appending.lock();
    try {
      appender.append(group);
    } finally {
      appending.unlock();
    }
  }

  /**
   * Hands a chunk over to be appended. Its place is pinned when the answer comes.
   *
   * @param durable whether the answer waits until the chunk is on disk
   */
  Answer<Place> append(Chunk chunk, boolean durable) {
    Append append = new Append(chunk, durable);
    task.submit(append);
    return append.answer();
  }

  /**
   * Appends chunks together in the calling task, durably: for the committer, which has nothing else to do until
   * they are on disk. Gives their answers in order.
   */
  List<Answer<Place>> appendNow(Collection<Chunk> chunks) {
    List<Append> appends = chunks.stream().map(chunk -> new Append(chunk, true)).toList();
    if (!appends.isEmpty()) {
      appendAll(appends);
    }
    return appends.stream().map(Append::answer).toList();
  }

  /**
   * Whether what was appended there and not synced by now may be lost, because a sync failed: the system may
   * have dropped what it could not write, and later syncs do not say so again.
   */
  boolean hasFailed(Place place) {
    return failed.contains(place.segment());
  }

  /** Takes the pins from places. */
  void unpin(List<Place> places) {
    for (Place place : places) {
      pins.computeIfPresent(place.segment(), (segment, count) -> count == 1 ? null : count - 1);
    }
  }

  private void pin(Place place) {
    pins.merge(place.segment(), 1, Integer::sum);
  }

  /**
   * Reads from the chunks of a blob.
   *
   * @return how many octets were read; less than {@code length} only at the end of the blob
   * @throws NoSuchFileException if a segment is gone: the index may know of another place by now
   * @throws DamagedException if a chunk is not what the index says
   */
  int read(BlobLayout layout, BlobId blob, long from, ByteBuffer into) throws IOException {
    int wanted = into.remaining();
    int chunk = (int) (from / layout.chunkOctets());
    int skip = (int) (from % layout.chunkOctets());
    ByteBuffer room = rooms.take(Chunk.HEADER_OCTETS + layout.chunkLength(chunk));
    try {
      while (into.hasRemaining() && chunk < layout.chunks()) {
        long segment = layout.place(chunk).segment();
        try (SegmentFile file = files.read(segment)) {
          while (into.hasRemaining()
              && chunk < layout.chunks()
              && layout.place(chunk).segment() == segment) {
            read(file, layout, blob, chunk, room.clear());
            room.position(room.position() + skip);
            room.limit(Math.min(room.limit(), room.position() + into.remaining()));
            into.put(room);
            skip = 0;
            chunk++;
          }
        }
      }
    } finally {
      rooms.give(room);
    }
    return wanted - into.remaining();
  }

  /** Leaves the content of a chunk, which is checked, in a buffer. */
  private static void read(
      SegmentFile file, BlobLayout layout, BlobId blob, int number, ByteBuffer room)
      throws IOException {
    int length = layout.chunkLength(number);
    Place place = layout.place(number);
    file.read(room.limit(Chunk.HEADER_OCTETS + length), place.offset());
    Optional<Chunk.Header> chunk = Chunk.checked(room.flip());
    if (chunk.isEmpty()
        || !chunk.get().blob().equals(blob)
        || chunk.get().number() != number
        || chunk.get().length() != length) {
      throw new DamagedException(
          "blob %s is damaged: chunk %d, at %d of segment %s"
              .formatted(blob, number, place.offset(), name(place.segment())));
    }
  }

  /** A chunk is not what was written there. */
  static final class DamagedException extends IOException {
    private static final long serialVersionUID = 1;

    DamagedException(String message) {
      super(message);
    }
  }

  /** How a segment is called in logs and in its folder. */
  static String name(long segment) {
    return "%016x".formatted(segment);
  }

  /** The segments that will not change any more, lowest first. */
  List<Long> sealed() throws IOException {
    long newest = appender.newest(); // read before the list: what is older now was older then
    return files.list().stream().filter(segment -> segment < newest).toList();
  }

  /** Whether something in a segment waits for the index. */
  boolean isPinned(long segment) {
    return pins.containsKey(segment);
  }

  /** Opens a segment, to walk through it. */
  SegmentFile open(long segment) throws IOException {
    return files.read(segment);
  }

  /** Deletes a segment that holds nothing that is needed. */
  void delete(long segment) throws IOException {
    files.delete(segment);
    failed.remove(segment);
    LOG.debug("segment={} deleted", name(segment));
  }

  @Override
  public void close() {
    task.close();
    appender.close();
    files.close();
  }
}
