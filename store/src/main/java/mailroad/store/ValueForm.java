package mailroad.store;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A value, or a value that is whole only once the slots have their numbers: octets, with slots after
 * them as {@code fixed64} fields of the Protocol Buffers message that the octets are.
 */
public final class ValueForm {
  private static final int FIXED64_FIELD_OCTETS_MAX = 13;

  private record Field(int number, Batch.Slot slot) {}

  private final byte[] start;
  private final List<Field> fields = new ArrayList<>();

  private ValueForm(byte[] start) {
    this.start = start;
    bound();
  }

  /** A value of these octets. */
  public static ValueForm of(byte[] octets) {
    return new ValueForm(octets.clone());
  }

  /** The value with a slot as the {@code fixed64} field of this number. */
  public ValueForm fixed64(int field, Batch.Slot slot) {
    fields.add(new Field(field, slot));
    bound();
    return this;
  }

  /** The value, once the slots have their numbers. */
  public byte[] fill(long[] slots) {
    if (fields.isEmpty()) {
      return start;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(octetsMax());
    out.writeBytes(start);
    for (Field field : fields) {
      int tag = field.number() << 3 | 1; // wire type 1: 64 bits
      while (tag > 127) {
        out.write(tag & 127 | 128);
        tag >>>= 7;
      }
      out.write(tag);
      out.writeBytes(
          ByteBuffer.allocate(Long.BYTES)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putLong(slots[field.slot().index()])
              .array());
    }
    return out.toByteArray();
  }

  int octetsMax() {
    return start.length + fields.size() * FIXED64_FIELD_OCTETS_MAX;
  }

  private void bound() {
    if (octetsMax() > Batch.VALUE_OCTETS_MAX) {
      throw new IllegalArgumentException(
          "value of %d octets, longer than %d".formatted(octetsMax(), Batch.VALUE_OCTETS_MAX));
    }
  }
}
