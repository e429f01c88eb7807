package mailroad.store.rocksdb;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Optional;

/**
 * Changes in the form in which RocksDB takes them in one piece, instead of by one call each: a sequence number
 * that RocksDB sets, the count, and for each change its kind, and key and value with their lengths before them.
 */
final class WriteForm {
  private static final int HEADER_OCTETS = Long.BYTES + Integer.BYTES;
  private static final byte DELETION = 0;
  private static final byte VALUE = 1;

  private WriteForm() {}

  static byte[] of(Map<byte[], Optional<byte[]>> changes) {
    int octets = HEADER_OCTETS;
    for (Map.Entry<byte[], Optional<byte[]>> change : changes.entrySet()) {
      octets += 1 + lengthAndAll(change.getKey());
      octets += change.getValue().isPresent() ? lengthAndAll(change.getValue().get()) : 0;
    }
    ByteBuffer out = ByteBuffer.allocate(octets).order(ByteOrder.LITTLE_ENDIAN);
    out.putLong(0).putInt(changes.size());
    for (Map.Entry<byte[], Optional<byte[]>> change : changes.entrySet()) {
      out.put(change.getValue().isPresent() ? VALUE : DELETION);
      put(out, change.getKey());
      change.getValue().ifPresent(value -> put(out, value));
    }
    return out.array();
  }

  private static int lengthAndAll(byte[] octets) {
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(octets.length | 1);
    return (bits + 6) / 7 + octets.length;
  }

  /** The length in groups of seven bits, lowest first; all but the last with the high bit set. */
  private static void put(ByteBuffer out, byte[] octets) {
    int left = octets.length;
    while (left > 0x7F) {
      out.put((byte) (left | 0x80));
      left >>>= 7;
    }
    out.put((byte) left).put(octets);
  }
}
