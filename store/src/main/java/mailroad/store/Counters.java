package mailroad.store;

import java.nio.ByteBuffer;

/** How counters stand in values: eight octets, most significant first. */
final class Counters {
  private Counters() {}

  static byte[] encode(long number) {
    return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
  }

  static long decode(byte[] bytes) {
    return ByteBuffer.wrap(bytes).getLong();
  }
}
