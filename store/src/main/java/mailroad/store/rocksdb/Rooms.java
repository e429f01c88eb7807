package mailroad.store.rocksdb;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Buffers into which chunks are read, outside the heap, where the system puts octets without a copy in between. A few are
 * kept between two reads. Any number of tasks may use it at once.
 */
final class Rooms {
  private static final int KEPT_MAX = 8;

  private final int octets;
  private final Deque<ByteBuffer> kept = new ArrayDeque<>(KEPT_MAX);

  /**
   * Keeps none yet.
   *
   * @param octets the size of those that are kept
   */
  Rooms(int octets) {
    this.octets = octets;
  }

  /** A buffer of at least this size, for one task until it gives it back. */
  ByteBuffer take(int octetsMin) {
    if (octetsMin > octets) {
      return ByteBuffer.allocate(octetsMin); // of a time when chunks were larger
    }
    synchronized (kept) {
      if (!kept.isEmpty()) {
        return kept.pop();
      }
    }
    return ByteBuffer.allocateDirect(octets);
  }

  void give(ByteBuffer room) {
    synchronized (kept) {
      if (room.isDirect() && kept.size() < KEPT_MAX) {
        kept.push(room.clear());
      }
    }
  }
}
