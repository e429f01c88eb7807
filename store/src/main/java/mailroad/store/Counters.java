package mailroad.store;

import java.nio.ByteBuffer;

/** How counters stand in values: eight octets, most significant first. */
public final class Counters {
  private Counters() {}

  /** The value that holds a number. */
  public static byte[] encode(long number) {
    return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
  }

  /**
   * The number in a value.
   *
   * @throws IllegalStateException if the value is no counter
   */
  public static long decode(byte[] bytes) {
    if (bytes.length != Long.BYTES) {
      throw new IllegalStateException("a value of %d octets is no counter".formatted(bytes.length));
    }
    return ByteBuffer.wrap(bytes).getLong();
  }
}
