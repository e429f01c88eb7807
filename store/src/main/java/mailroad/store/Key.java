package mailroad.store;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A key: a tuple of texts, numbers, moments and octets, encoded so that keys sort as their tuples do, part
 * by part. At most {@value #OCTETS_MAX} octets.
 *
 * <p>Each part is a tag and a body: text and octets end in {@code 00} with {@code 00} inside written {@code
 * 00 FF}; numbers are eight octets with the sign bit turned.
 */
public final class Key implements Comparable<Key> {
  /** The longest key that every engine takes: an index of PostgreSQL holds no longer ones. */
  public static final int OCTETS_MAX = 2_000;

  private static final byte OCTETS = 1;
  private static final byte TEXT = 2;
  private static final byte NUMBER = 3;

  /** No part begins so: what ends all that a key begins, and what a zero octet within a part goes on with. */
  private static final byte BEYOND = (byte) 0xFF;

  private final byte[] encoded;

  private Key(byte[] encoded) {
    this.encoded = encoded;
  }

  /** A key of parts: {@link String}, {@link Long}, {@link Integer}, {@link Instant}, {@code byte[]}. */
  public static Key of(Object... parts) {
    return new Key(encode(new byte[0], parts, new long[0]));
  }

  /** A key from its encoded form, as an engine keeps it. */
  public static Key decode(byte[] encoded) {
    return new Key(encoded.clone());
  }

  /** A key from its encoded form, which stands behind so many other octets. */
  public static Key decode(byte[] octets, int from) {
    return new Key(Arrays.copyOfRange(octets, from, octets.length));
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

  /** The size of the encoded form in octets. */
  public int octets() {
    return encoded.length;
  }

  /** Whether this key begins with all parts of another. */
  public boolean startsWith(Key prefix) {
    int length = prefix.encoded.length;
    return encoded.length >= length
        && Arrays.equals(encoded, 0, length, prefix.encoded, 0, length)
        && (encoded.length == length || encoded[length] != BEYOND);
  }

  /** The end of all keys that begin with this one: after them, and not after any other key. No key itself. */
  public Key after() {
    byte[] end = Arrays.copyOf(encoded, encoded.length + 1);
    end[encoded.length] = BEYOND;
    return new Key(end);
  }

  /** The keys that this one begins with, shortest first: the one without parts, and at last itself. */
  public List<Key> prefixes() {
    List<Key> prefixes = new ArrayList<>();
    for (int at = 0; at >= 0 && at < encoded.length; at = end(at)) {
      prefixes.add(new Key(Arrays.copyOf(encoded, at)));
    }
    prefixes.add(this);
    return prefixes;
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
    KeyOctets out = new KeyOctets(start, parts.length);
    for (Object part : parts) {
      switch (part) {
        case String text -> out.octets(TEXT, text.getBytes(StandardCharsets.UTF_8));
        case byte[] octets -> out.octets(OCTETS, octets);
        case Long number -> out.number(NUMBER, number);
        case Integer number -> out.number(NUMBER, number);
        case Instant moment -> out.number(NUMBER, moment.toEpochMilli());
        case Batch.Slot slot -> out.number(NUMBER, slots[slot.index()]);
        default -> throw new IllegalArgumentException("no part of a key: " + part.getClass());
      }
    }
    if (out.size() > OCTETS_MAX) {
      throw new IllegalArgumentException(
          "key of %d octets, longer than %d".formatted(out.size(), OCTETS_MAX));
    }
    return out.toOctets();
  }

  /** Where the part ends that begins here; -1 if the key is damaged. */
  private int end(int at) {
    if (encoded[at] == NUMBER) {
      int end = at + 1 + Long.BYTES;
      return end <= encoded.length ? end : -1;
    }
    if (encoded[at] != TEXT && encoded[at] != OCTETS) {
      return -1;
    }
    for (int i = at + 1; i < encoded.length; i++) {
      if (encoded[i] == 0) {
        if (i + 1 == encoded.length || encoded[i + 1] != BEYOND) {
          return i + 1;
        }
        i++;
      }
    }
    return -1;
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

  /** The parts as text, for errors and dumps; what is damaged as octets. */
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
      return parts.length == 0 ? start : new Key(encode(start.encoded, parts, slots));
    }

    int octetsMax() {
      int max = start.octets();
      for (Object part : parts) {
        max +=
            switch (part) {
              case String text -> 2 + 3 * text.length();
              case byte[] octets -> 2 + 2 * octets.length;
              default -> 1 + Long.BYTES;
            };
      }
      return max;
    }

    /** The key, if it has no slots. */
    public Optional<Key> fixed() {
      return Stream.of(parts).anyMatch(Batch.Slot.class::isInstance)
          ? Optional.empty()
          : Optional.of(fill(new long[0]));
    }
  }

  /** Reads the parts of a key in order; {@link IllegalStateException} where another part stands. */
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
      int end = expect(NUMBER);
      long number = ByteBuffer.wrap(encoded, at + 1, Long.BYTES).getLong() ^ Long.MIN_VALUE;
      at = end;
      return number;
    }

    /** The next part, a moment. */
    public Instant moment() {
      return Instant.ofEpochMilli(number());
    }

    private Object any() {
      if (end(at) < 0) {
        String rest = "damaged " + HexFormat.of().formatHex(encoded, at, encoded.length);
        at = encoded.length;
        return rest;
      }
      return switch (encoded[at]) {
        case TEXT -> text();
        case NUMBER -> number();
        default -> HexFormat.of().formatHex(octets());
      };
    }

    private int expect(byte tag) {
      if (!more() || encoded[at] != tag || end(at) < 0) {
        throw new IllegalStateException("the key has another part there, or is damaged");
      }
      return end(at);
    }

    private byte[] body(byte tag) {
      int end = expect(tag);
      ByteArrayOutputStream out = new ByteArrayOutputStream(end - at);
      for (int i = at + 1; i < end - 1; i++) {
        out.write(encoded[i]);
        if (encoded[i] == 0) {
          i++; // the mark that says that the part goes on
        }
      }
      at = end;
      return out.toByteArray();
    }
  }
}
