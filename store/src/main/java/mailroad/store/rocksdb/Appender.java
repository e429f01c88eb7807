package mailroad.store.rocksdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import mailroad.store.StoreException;
import mailroad.store.StoreFullException;
import mailroad.store.rocksdb.BlobLayout.Place;
import mailroad.store.rocksdb.SegmentFiles.SegmentFile;
import mailroad.store.rocksdb.SegmentLog.Append;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the newest segment. Used by one task at a time: that of the {@link SegmentLog}, or the committer.
 *
 * <p>Room is written ahead as zeros. After a crash it goes on in the last segment if all of that is whole, up to
 * the zeros; otherwise it leaves the segment as it is, and begins the next. So it never overwrites or cuts off what it does not understand.
 */
final class Appender {
  private static final Logger LOG = LoggerFactory.getLogger(Appender.class);
  private static final int BUFFER_OCTETS = 256 << 10;

  /**
   * Room is written ahead in steps of this size. To sync what is written into it costs less than half of what it
   * costs to sync a file that has grown, since the file system has nothing of its own to write down.
   */
  private static final int STEP_OCTETS = 1 << 20;

  private final SegmentFiles files;
  private final long segmentOctetsMax;
  private final long freeOctetsMin;
  private final Consumer<Place> onWritten;
  private final Consumer<Long> onFailedSync;
  private final ByteBuffer zeros = ByteBuffer.allocateDirect(BUFFER_OCTETS).asReadOnlyBuffer();
  private ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_OCTETS);

  /** The number of the newest segment, or of the next one if there is none to append to. */
  private final AtomicLong newest = new AtomicLong();

  private @Nullable SegmentFile active;

  /** Where in the active segment the buffer will go. */
  private long written;

  /** Where the active segment's file ends: from {@link #written} to there, it holds zeros. */
  private long prepared;

  Appender(
      SegmentFiles files,
      RocksStoreConfig config,
      Consumer<Place> onWritten,
      Consumer<Long> onFailedSync)
      throws IOException {
    this.files = files;
    this.segmentOctetsMax = config.segmentOctetsMax();
    this.freeOctetsMin = config.freeOctetsMin();
    this.onWritten = onWritten;
    this.onFailedSync = onFailedSync;
    recover();
  }

  long newest() {
    return newest.get();
  }

  private String name() {
    return SegmentLog.name(newest());
  }

  private void recover() throws IOException {
    List<Long> segments = files.list();
    newest.set(segments.isEmpty() ? 1 : segments.getLast());
    if (segments.isEmpty()) {
      return;
    }
    SegmentFile last = files.append(newest());
    SegmentScan scan = new SegmentScan(last, newest());
    if (scan.isWhole() && scan.position() < segmentOctetsMax) {
      active = last;
      written = scan.position();
      prepared = last.size();
    } else {
      LOG.info("segment={} octets={} is left as it is", name(), last.size());
      last.close();
      newest.incrementAndGet();
    }
  }

  /** Appends a group of chunks and answers all. */
  void append(List<Append> group) {
    try {
      requireRoom(group);
      List<Place> places = write(group);
      answer(group, places, false);
      if (group.stream().anyMatch(Append::durable)) {
        sync();
      }
      answer(group, places, true);
    } catch (IOException e) {
      LOG.error("content=not-written reason=\"{}\"", e.getMessage());
      StoreException failure = Failures.of("cannot write content", e);
      group.forEach(append -> append.fail(failure));
    } catch (StoreException e) {
      group.forEach(append -> append.fail(e));
    }
  }

  private void answer(List<Append> group, List<Place> places, boolean durable) {
    for (int i = 0; i < group.size(); i++) {
      if (group.get(i).durable() == durable) {
        onWritten.accept(places.get(i));
        group.get(i).answer().give(places.get(i));
      }
    }
  }

  private void requireRoom(List<Append> group) throws IOException, StoreException {
    long needed = group.stream().mapToLong(Append::octets).sum();
    if (files.freeOctets() < freeOctetsMin + needed) {
      throw new StoreFullException(
          "the disk has less than %d octets left".formatted(freeOctetsMin));
    }
  }

  private List<Place> write(List<Append> group) throws IOException {
    List<Place> places = new ArrayList<>(group.size());
    buffer.clear();
    for (Append append : group) {
      Chunk chunk = append.chunk();
      SegmentFile file = segmentFor(chunk);
      makeRoomInBuffer(file, chunk.octetsInSegment());
      places.add(new Place(newest(), written + buffer.position()));
      chunk.put(buffer);
    }
    SegmentFile file = active;
    if (file != null) {
      flush(file);
    }
    return places;
  }

  private SegmentFile segmentFor(Chunk chunk) throws IOException {
    SegmentFile file = active;
    long end = written + buffer.position();
    boolean fits = end + chunk.octetsInSegment() <= segmentOctetsMax;
    if (file != null && (fits || end == SegmentScan.FILE_HEADER_OCTETS)) {
      return file;
    }
    if (file != null) {
      flush(file);
      sync(); // a blob may end in a later segment, whose sync does not reach this one
      seal();
    }
    return begin();
  }

  private SegmentFile begin() throws IOException {
    SegmentFile file = null;
    try {
      file = files.create(newest());
      file.write(SegmentScan.fileHeader(newest()), 0);
    } catch (IOException e) {
      newest.incrementAndGet(); // the file may be there or not: it is not touched again
      if (file != null) {
        file.close();
      }
      throw e;
    }
    active = file;
    written = SegmentScan.FILE_HEADER_OCTETS;
    prepared = written;
    return file;
  }

  private void makeRoomInBuffer(SegmentFile file, int octets) throws IOException {
    if (buffer.remaining() >= octets) {
      return;
    }
    flush(file);
    if (buffer.capacity() < octets) {
      buffer = ByteBuffer.allocateDirect(octets);
    }
  }

  private void flush(SegmentFile file) throws IOException {
    buffer.flip();
    int octets = buffer.remaining();
    try {
      prepare(file, written + octets);
      file.write(buffer, written);
      written += octets;
    } catch (IOException e) {
      giveUpTail(file);
      throw e;
    } finally {
      buffer.clear();
    }
  }

  /** Sees to it that there is room up to there, and a step more where the segment may grow by one. */
  private void prepare(SegmentFile file, long end) throws IOException {
    if (end <= prepared) {
      return;
    }
    long goal = Math.max(end, Math.min(end + STEP_OCTETS, segmentOctetsMax));
    for (long at = end; at < goal; at += zeros.capacity()) {
      file.write(zeros.clear().limit((int) Math.min(goal - at, zeros.capacity())), at);
    }
    prepared = goal;
  }

  /** Part of the buffer may have been written: cuts it off, or leaves the segment if that fails too. */
  private void giveUpTail(SegmentFile file) throws IOException {
    try {
      file.truncate(written);
      prepared = written;
    } catch (IOException e) {
      LOG.warn("segment={} is left with a torn end", name(), e);
      seal();
    }
  }

  private void sync() throws IOException {
    SegmentFile file = active;
    if (file == null) {
      return;
    }
    try {
      file.sync();
    } catch (IOException e) {
      onFailedSync.accept(newest());
      seal();
      throw e;
    }
  }

  private void seal() throws IOException {
    SegmentFile file = active;
    active = null;
    newest.incrementAndGet();
    if (file != null) {
      file.close();
    }
  }

  void close() {
    SegmentFile file = active;
    active = null;
    if (file != null) {
      try {
        file.close();
      } catch (IOException e) {
        LOG.warn("segment={} was not closed", name(), e);
      }
    }
  }
}
