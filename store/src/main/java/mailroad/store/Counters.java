package mailroad.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** How counters stand in values: eight octets, most significant first. */
public final class Counters {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private Counters() {}

  /** The value that holds a number. */
  public static byte[] encode(long number) {
    byte[] octets = new byte[Long.BYTES];
    LONG.set(octets, 0, number);
    return octets;
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
    return (long) LONG.get(bytes, 0);
  }
}
