package mailroad.store.rocksdb;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import mailroad.kernel.World;
import mailroad.store.BlobId;
import mailroad.store.Blobs;
import mailroad.store.StoreException;
import mailroad.store.engine.BlobIds;
import mailroad.store.rocksdb.BlobLayout.Place;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one blob: gathers a chunk, hands it to the log, and gathers the next while that is written. Not more
 * than a few chunks are in memory, however long the blob. A blob of one chunk is left to the commit of the batch
 * that refers to it.
 */
final class RocksBlobWriter implements Blobs.Writer {
  private static final Logger LOG = LoggerFactory.getLogger(RocksBlobWriter.class);
  private static final int FIRST_BUFFER_OCTETS = 4 << 10;
  private static final int ON_THE_WAY_MAX = 2;

  private final World world;
  private final SegmentLog log;
  private final PendingBlobs pending;
  private final int chunkOctets;
  private final BlobId blob;
  private final Deque<Answer<Place>> onTheWay = new ArrayDeque<>();
  private final List<Place> places = new ArrayList<>();
  private byte[] buffer;
  private int buffered;
  private int chunks;
  private long written;
  private boolean ended;

  RocksBlobWriter(World world, SegmentLog log, PendingBlobs pending, int chunkOctets) {
    this.world = world;
    this.log = log;
    this.pending = pending;
    this.chunkOctets = chunkOctets;
    this.blob = BlobIds.next(world);
    this.buffer = new byte[Math.min(FIRST_BUFFER_OCTETS, chunkOctets)];
  }

  @Override
  public void write(byte[] from, int offset, int length) throws StoreException {
    requireOpen();
    Objects.checkFromIndexSize(offset, length, from.length);
    int at = offset;
    int end = offset + length;
    while (at < end) {
      if (buffered == chunkOctets) {
        append(false);
      }
      int octets = Math.min(end - at, chunkOctets - buffered);
      grow(buffered + octets);
      System.arraycopy(from, at, buffer, buffered, octets);
      buffered += octets;
      at += octets;
    }
    written += length;
  }

  @Override
  public long written() {
    return written;
  }

  @Override
  public BlobId finish() throws StoreException {
    requireOpen();
    long millis = BlobIds.millisRoundedUp(world.now());
    if (chunks == 0 && buffered > 0) {
      Chunk only = new Chunk(blob, 0, buffer, buffered);
      if (pending.addInMemory(BlobLayout.record(written, chunkOctets, millis, List.of()), only)) {
        ended = true;
        return blob;
      }
    }
    if (buffered > 0) {
      append(true); // the last chunk: a sync that reaches it reaches all before it
    }
    awaitAllBut(0);
    for (Place place : places) {
      if (log.hasFailed(place)) {
        throw new StoreException("the disk lost part of the blob");
      }
    }
    ended = true;
    pending.add(blob, BlobLayout.record(written, chunkOctets, millis, List.copyOf(places)));
    return blob;
  }

  /** Drops the blob unless it was finished: what was written of it is garbage now. */
  @Override
  public void close() {
    if (ended) {
      return;
    }
    ended = true;
    while (!onTheWay.isEmpty()) {
      try {
        places.add(onTheWay.remove().await());
      } catch (StoreException e) {
        LOG.debug(
            "chunk=not-written reason=\"{}\"", e.getMessage()); // so it has no place to give up
      }
    }
    log.unpin(places);
  }

  private void append(boolean durable) throws StoreException {
    awaitAllBut(ON_THE_WAY_MAX - 1);
    onTheWay.add(log.append(new Chunk(blob, chunks++, buffer, buffered), durable));
    buffer = new byte[durable ? 0 : chunkOctets];
    buffered = 0;
  }

  private void awaitAllBut(int count) throws StoreException {
    while (onTheWay.size() > count) {
      places.add(onTheWay.remove().await());
    }
  }

  private void grow(int needed) {
    if (needed > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.min(chunkOctets, Math.max(needed, buffer.length * 4)));
    }
  }

  private void requireOpen() {
    if (ended) {
      throw new IllegalStateException("the blob is finished or dropped");
    }
  }
}
