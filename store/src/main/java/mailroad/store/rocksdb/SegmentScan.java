package mailroad.store.rocksdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import mailroad.store.rocksdb.SegmentFiles.SegmentFile;

/**
 * Walks through a segment from its first chunk to the last that is whole. What stands behind that, such as half
 * a chunk that a crash left, or zeros that were written to make room, is no chunk.
 */
final class SegmentScan {
  /** What a segment begins with: this, and its number. */
  static final int FILE_HEADER_OCTETS = 16;

  private static final int ROOM_AT_ONCE_OCTETS = 64 << 10;
  private static final long FILE_MAGIC = 0x4D526F6164_0001L; // "MRoad", format 1

  private final SegmentFile file;
  private final long size;
  private long position;

  /** Where a chunk stands. */
  record Found(Chunk.Header header, long offset) {}

  SegmentScan(SegmentFile file, long segment) throws IOException {
    this.file = file;
    this.size = file.size();
    ByteBuffer header = read(0, FILE_HEADER_OCTETS);
    boolean known =
        header.remaining() == FILE_HEADER_OCTETS
            && header.getLong() == FILE_MAGIC
            && header.getLong() == segment;
    this.position = known ? FILE_HEADER_OCTETS : -1;
  }

  static ByteBuffer fileHeader(long segment) {
    return ByteBuffer.allocate(FILE_HEADER_OCTETS).putLong(FILE_MAGIC).putLong(segment).flip();
  }

  /** The next chunk's header; its content is not read. Empty at the end, and where damage begins. */
  Optional<Found> next() throws IOException {
    if (position < 0) {
      return Optional.empty();
    }
    long offset = position;
    Optional<Found> found =
        Chunk.header(read(offset, Chunk.HEADER_OCTETS))
            .filter(header -> offset + Chunk.HEADER_OCTETS + header.length() <= size)
            .map(header -> new Found(header, offset));
    found.ifPresent(it -> position += Chunk.HEADER_OCTETS + it.header().length());
    return found;
  }

  /** The chunk at a place, with its content; empty if it is damaged. */
  Optional<Chunk> chunk(Found found) throws IOException {
    return Chunk.read(read(found.offset(), Chunk.HEADER_OCTETS + found.header().length()));
  }

  /** Where the next chunk would begin. */
  long position() {
    return position;
  }

  /** Whether all chunks have been walked through and nothing follows but room, so that nothing is damaged. */
  boolean isAtEnd() throws IOException {
    return position >= 0 && isRoom();
  }

  private boolean isRoom() throws IOException {
    for (long at = position; at < size; at += ROOM_AT_ONCE_OCTETS) {
      ByteBuffer room = read(at, (int) Math.min(size - at, ROOM_AT_ONCE_OCTETS));
      while (room.hasRemaining()) {
        if (room.get() != 0) {
          return false;
        }
      }
    }
    return true;
  }

  /** Walks to the end and looks at every chunk; whether all are whole. */
  boolean isWhole() throws IOException {
    Optional<Found> found = next();
    while (found.isPresent()) {
      if (chunk(found.get()).isEmpty()) {
        return false;
      }
      found = next();
    }
    return isAtEnd();
  }

  private ByteBuffer read(long offset, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    file.read(buffer, offset);
    return buffer.flip();
  }
}
