package mailroad.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A key while it is being encoded. Keys are made for nearly all that a server does, so this is short of steps. */
final class KeyOctets {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** What a part takes, mostly: a number, or a short text. */
  private static final int PART_OCTETS = 12;

  private static final byte GOES_ON = (byte) 0xFF;

  private byte[] out;
  private int size;

  KeyOctets(byte[] start, int parts) {
    out = Arrays.copyOf(start, start.length + parts * PART_OCTETS);
    size = start.length;
  }

  int size() {
    return size;
  }

  /** A tag, octets with each zero marked as one that goes on, and a zero that does not. */
  void octets(byte tag, byte[] octets) {
    int zeros = 0;
    for (byte octet : octets) {
      zeros += octet == 0 ? 1 : 0;
    }
    room(octets.length + zeros + 2);
    out[size++] = tag;
    if (zeros == 0) {
      System.arraycopy(octets, 0, out, size, octets.length);
      size += octets.length;
    } else {
      marked(octets);
    }
    out[size++] = 0;
  }

  private void marked(byte[] octets) {
    for (byte octet : octets) {
      out[size++] = octet;
      if (octet == 0) {
        out[size++] = GOES_ON;
      }
    }
  }

  /** A tag, and a number with its sign bit turned. */
  void number(byte tag, long number) {
    room(1 + Long.BYTES);
    out[size] = tag;
    LONG.set(out, size + 1, number ^ Long.MIN_VALUE);
    size += 1 + Long.BYTES;
  }

  byte[] toOctets() {
    return size == out.length ? out : Arrays.copyOf(out, size);
  }

  private void room(int octets) {
    if (out.length - size < octets) {
      out = Arrays.copyOf(out, Math.max(size + octets, out.length * 2));
    }
  }
}
