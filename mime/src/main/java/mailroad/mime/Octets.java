package mailroad.mime;

import java.io.IOException;

/** Octets that can be read at any place: a message in memory, or one that lies in a store. */
public interface Octets {
  /** How many there are. */
  long size();

  /**
   * Reads a range. Blocks where the octets lie on a disk.
   *
   * @param from place of the first octet
   * @return how many octets were read: {@code length}, or less at the end; 0 beyond it
   * @throws IOException if the machine fails
   */
  int read(long from, byte[] into, int offset, int length) throws IOException;

  /** Octets in memory; the array is not to be changed. */
  static Octets of(byte[] octets) {
    return new OctetsInMemory(octets);
  }

  /** These without the first so many; reading them reads these. */
  default Octets after(long first) {
    return first == 0 ? this : new OctetsTail(this, first);
  }

  /**
   * Hands a range to somebody, in pieces and in order.
   *
   * @param count how many, no more than there are
   * @throws IOException if the machine fails, or the sink does
   */
  default void copy(long from, long count, DecodedBody.Sink sink) throws IOException {
    byte[] piece = new byte[Math.clamp(count, 1, 65_536)];
    for (long at = from; at < from + count; ) {
      int n = read(at, piece, 0, (int) Math.min(piece.length, from + count - at));
      if (n <= 0) {
        throw new java.io.EOFException("%d octets end at %d".formatted(size(), at));
      }
      sink.take(piece, 0, n);
      at += n;
    }
  }

  /**
   * A range as an array of its own; what lies beyond the end is left out.
   *
   * @throws IOException if the machine fails
   */
  default byte[] range(long from, int length) throws IOException {
    int there = Math.clamp(size() - from, 0, length);
    byte[] out = new byte[there];
    int n = 0;
    while (n < there) {
      int got = read(from + n, out, n, there - n);
      if (got <= 0) {
        throw new java.io.EOFException("%d octets end at %d".formatted(size(), from + n));
      }
      n += got;
    }
    return out;
  }
}
