package mailroad.checks.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages inputs, from a seed of its own. */
final class Mutator {
  private static final int OCTETS_MAX = 20_000;
  private static final byte[] SHARP = {
    0,
    '\t',
    '\n',
    '\r',
    ' ',
    '"',
    '(',
    ')',
    '<',
    '>',
    '@',
    '[',
    ']',
    '\\',
    ':',
    ';',
    ',',
    '.',
    '=',
    '?',
    '*',
    '%',
    '\'',
    '-',
    '+',
    '/',
    '0',
    '9',
    127,
    (byte) 0x80,
    (byte) 0xc2,
    (byte) 0xe2,
    (byte) 0xff
  };

  private final Random random;
  private final List<byte[]> words;

  Mutator(Random random, List<byte[]> words) {
    this.random = random;
    this.words = words;
  }

  /** One input made of another, and maybe of a second. */
  byte[] mutated(byte[] octets, byte[] other) {
    byte[] out = octets;
    for (int n = 1 + random.nextInt(4); n > 0; n--) {
      out = once(out, other);
    }
    return out.length > OCTETS_MAX ? Arrays.copyOf(out, OCTETS_MAX) : out;
  }

  private byte[] once(byte[] octets, byte[] other) {
    int at = random.nextInt(octets.length + 1);
    int to = at + random.nextInt(Math.min(octets.length - at, 40) + 1);
    return switch (random.nextInt(9)) {
      case 0 -> replaced(octets, at, at, one((byte) random.nextInt()));
      case 1 -> replaced(octets, at, Math.min(octets.length, at + 1), sharp());
      case 2 -> replaced(octets, at, at, sharp());
      case 3 -> replaced(octets, at, to, new byte[0]);
      case 4 -> replaced(octets, to, to, repeated(Arrays.copyOfRange(octets, at, to)));
      case 5 -> words.isEmpty() ? octets : replaced(octets, at, at, word());
      case 6 -> words.isEmpty() ? octets : replaced(octets, at, to, word());
      case 7 -> turned(octets, at);
      default -> replaced(octets, at, octets.length, end(other));
    };
  }

  private byte[] word() {
    return words.get(random.nextInt(words.size()));
  }

  private byte[] sharp() {
    return one(SHARP[random.nextInt(SHARP.length)]);
  }

  private static byte[] one(byte octet) {
    return new byte[] {octet};
  }

  /** The same some times over; seldom very many times, which is what bounds are for. */
  private byte[] repeated(byte[] piece) {
    int times = random.nextInt(50) == 0 ? 2000 : 1 + random.nextInt(3);
    byte[] out = new byte[Math.min(OCTETS_MAX, piece.length * times)];
    for (int i = 0; i < out.length; i++) {
      out[i] = piece[i % piece.length];
    }
    return out;
  }

  /** With the case of one letter changed, or one bit of what is none. */
  private static byte[] turned(byte[] octets, int at) {
    byte[] out = octets.clone();
    if (at < out.length) {
      out[at] ^= 32;
    }
    return out;
  }

  private byte[] end(byte[] other) {
    return Arrays.copyOfRange(other, random.nextInt(other.length + 1), other.length);
  }

  static byte[] replaced(byte[] octets, int from, int to, byte[] by) {
    byte[] out = new byte[octets.length - (to - from) + by.length];
    System.arraycopy(octets, 0, out, 0, from);
    System.arraycopy(by, 0, out, from, by.length);
    System.arraycopy(octets, to, out, from + by.length, octets.length - to);
    return out;
  }
}
