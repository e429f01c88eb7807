package mailroad.mta.intake;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * What kind of text octets are, found as they come: whether some have the eighth bit, and whether they are lines
 * of text at all (RFC 2045 section 2.9). Looks at eight octets at once where none of them is special.
 */
final class Shape {
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

  /** RFC 5321 section 4.5.3.1.6, with the CR of its end. */
  private static final int LINE_OCTETS_MAX = 999;

  private long seen;
  private boolean binary;
  private boolean behindCr;
  private int lineOctets;

  /** Looks at some more octets. */
  void look(byte[] octets, int from, int to) {
    int at = from;
    while (at < to) {
      if (to - at >= Long.BYTES && !behindCr) {
        long word = (long) WORDS.get(octets, at);
        if (!hasSpecial(word)) {
          seen |= word;
          lineOctets += Long.BYTES;
          at += Long.BYTES;
          continue;
        }
      }
      look(octets[at++]);
    }
    binary |= lineOctets > LINE_OCTETS_MAX;
  }

  private void look(byte octet) {
    boolean lf = octet == '\n';
    seen |= octet;
    binary |= octet == 0 || behindCr != lf || lineOctets > LINE_OCTETS_MAX;
    lineOctets = lf ? 0 : lineOctets + 1;
    behindCr = octet == '\r';
  }

  /** Whether one of the octets is NUL, CR or LF. */
  private static boolean hasSpecial(long word) {
    return (zeros(word) | zeros(word ^ ONES * '\r') | zeros(word ^ ONES * '\n')) != 0;
  }

  /** Not zero if one of the octets is. */
  private static long zeros(long word) {
    return (word - ONES) & ~word & HIGH_BITS;
  }

  /** Whether an octet had its eighth bit set. */
  boolean eightBit() {
    return (seen & HIGH_BITS) != 0;
  }

  /** Whether there was a NUL, a CR or LF by itself, or a line of more than 998 octets. */
  boolean binary() {
    return binary || behindCr;
  }

  /** Whether one of these octets has its eighth bit set. */
  static boolean eightBit(byte[] octets) {
    Shape shape = new Shape();
    shape.look(octets, 0, octets.length);
    return shape.eightBit();
  }
}
