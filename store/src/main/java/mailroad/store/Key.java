package mailroad.store;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A key: a tuple of texts, numbers, moments and octets, encoded so that keys sort as their tuples do, part
 * by part. At most {@value #OCTETS_MAX} octets.
 *
 * <p>Each part is a tag and a body: text and octets end in {@code 00} with {@code 00} inside written {@code
 * 00 FF}; numbers are eight octets with the sign bit turned.
 */
public final class Key implements Comparable<Key> {
  /** The longest key that every engine takes. */
  public static final int OCTETS_MAX = 10_000;

  private static final byte OCTETS = 1;
  private static final byte TEXT = 2;
  private static final byte NUMBER = 3;

  private final byte[] encoded;

  private Key(byte[] encoded) {
    if (encoded.length > OCTETS_MAX) {
      throw new IllegalArgumentException(
          "key of %d octets, longer than %d".formatted(encoded.length, OCTETS_MAX));
    }
    this.encoded = encoded;
  }

  /** A key of parts: {@link String}, {@link Long}, {@link Integer}, {@link Instant}, {@code byte[]}. */
  public static Key of(Object... parts) {
    return new Key(encode(new byte[0], parts, new long[0]));
  }

  /** A key from its encoded form, as an engine keeps it. */
  public static Key decode(byte[] encoded) {
    return new Key(encoded);
  }

  /** This key with more parts. */
  public Key then(Object... parts) {
    return new Key(encode(encoded, parts, new long[0]));
  }

  /** This key with more parts, some of them {@link Batch.Slot}s. */
  public Form form(Object... parts) {
    return new Form(this, parts.clone());
  }

  /** The encoded form; a copy. */
  public byte[] encoded() {
    return encoded.clone();
  }

  /** Whether this key begins with all parts of another. */
  public boolean startsWith(Key prefix) {
    return encoded.length >= prefix.encoded.length
        && Arrays.equals(
            encoded, 0, prefix.encoded.length, prefix.encoded, 0, prefix.encoded.length);
  }

  /** The first key after all that begin with this one; empty if there is none. */
  public Optional<Key> after() {
    for (int i = encoded.length - 1; i >= 0; i--) {
      if (encoded[i] != (byte) 0xFF) {
        byte[] next = Arrays.copyOf(encoded, i + 1);
        next[i]++;
        return Optional.of(new Key(next));
      }
    }
    return Optional.empty();
  }

  /** The parts from {@code prefix} on, to be read one by one. */
  public Reader after(Key prefix) {
    return new Reader(prefix.encoded.length);
  }

  /** All parts, to be read one by one. */
  public Reader reader() {
    return new Reader(0);
  }

  private static byte[] encode(byte[] start, Object[] parts, long[] slots) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(start.length + parts.length * 12);
    out.writeBytes(start);
    for (Object part : parts) {
      switch (part) {
        case String text -> octets(out, TEXT, text.getBytes(StandardCharsets.UTF_8));
        case byte[] octets -> octets(out, OCTETS, octets);
        case Long number -> number(out, number);
        case Integer number -> number(out, number);
        case Instant moment -> number(out, moment.toEpochMilli());
        case Batch.Slot slot -> number(out, slots[slot.index()]);
        default -> throw new IllegalArgumentException("no part of a key: " + part.getClass());
      }
    }
    return out.toByteArray();
  }

  private static void octets(ByteArrayOutputStream out, byte tag, byte[] octets) {
    out.write(tag);
    for (byte b : octets) {
      out.write(b);
      if (b == 0) {
        out.write(0xFF);
      }
    }
    out.write(0);
  }

  private static void number(ByteArrayOutputStream out, long number) {
    out.write(NUMBER);
    out.writeBytes(Counters.encode(number ^ Long.MIN_VALUE));
  }

  @Override
  public int compareTo(Key other) {
    return Arrays.compareUnsigned(encoded, other.encoded);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Key key && Arrays.equals(encoded, key.encoded);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(encoded);
  }

  /** The parts as text, for errors and dumps. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder("(");
    Reader reader = reader();
    while (reader.more()) {
      out.append(out.length() > 1 ? ", " : "").append(reader.any());
    }
    return out.append(')').toString();
  }

  /** A key whose last parts may be slots, known only at the commit. */
  public static final class Form {
    private final Key start;
    private final Object[] parts;

    private Form(Key start, Object[] parts) {
      this.start = start;
      this.parts = parts;
    }

    /** The key, once the slots have their numbers. */
    public Key fill(long[] slots) {
      return new Key(encode(start.encoded, parts, slots));
    }
  }

  /** Reads the parts of a key in order. */
  public final class Reader {
    private int at;

    private Reader(int at) {
      this.at = at;
    }

    /** Whether there are more parts. */
    public boolean more() {
      return at < encoded.length;
    }

    /** The next part, a text. */
    public String text() {
      return new String(body(TEXT), StandardCharsets.UTF_8);
    }

    /** The next part, octets. */
    public byte[] octets() {
      return body(OCTETS);
    }

    /** The next part, a number. */
    public long number() {
      expect(NUMBER);
      long number = ByteBuffer.wrap(encoded, at, Long.BYTES).getLong() ^ Long.MIN_VALUE;
      at += Long.BYTES;
      return number;
    }

    /** The next part, a moment. */
    public Instant moment() {
      return Instant.ofEpochMilli(number());
    }

    private Object any() {
      return switch (encoded[at]) {
        case TEXT -> text();
        case NUMBER -> number();
        case OCTETS -> HexFormat.of().formatHex(octets());
        default -> throw new IllegalStateException("damaged key");
      };
    }

    private void expect(byte tag) {
      if (!more() || encoded[at] != tag) {
        throw new IllegalStateException("the key has another part there");
      }
      at++;
    }

    private byte[] body(byte tag) {
      expect(tag);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      while (encoded[at] != 0 || at + 1 < encoded.length && encoded[at + 1] == (byte) 0xFF) {
        out.write(encoded[at]);
        at += encoded[at] == 0 ? 2 : 1;
      }
      at++;
      return out.toByteArray();
    }
  }
}
