package mailroad.mime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The header section of a message or a part: its fields in order, and where each stands.
 *
 * <p>Reading is total. The section ends with the first empty line, whatever stands before it, or with
 * the octets; a line ends with LF, the CR before it being part of the end. Fields beyond {@link
 * MimeLimits} are left out ({@link #cut}), but the {@linkplain #end end} is always found.
 */
public final class Header {
  private static final int CHUNK_OCTETS = 8_192;

  private final List<Field> fields;
  private final long from;
  private final long end;
  private final boolean terminated;
  private final boolean cut;

  private Header(List<Field> fields, long from, long end, boolean terminated, boolean cut) {
    this.fields = List.copyOf(fields);
    this.from = from;
    this.end = end;
    this.terminated = terminated;
    this.cut = cut;
  }

  /** The header section that these octets begin with. The array must not change. */
  public static Header of(byte[] message) {
    return of(message, MimeLimits.DEFAULT);
  }

  /** The header section that these octets begin with. The array must not change. */
  public static Header of(byte[] message, MimeLimits limits) {
    try {
      return read(Octets.of(message), 0, message.length, limits);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
  }

  /**
   * Reads the header section that begins at a place of a message.
   *
   * @param to place that it ends at, if no empty line ends it before
   * @throws IOException if the machine fails
   */
  public static Header read(Octets message, long from, long to, MimeLimits limits)
      throws IOException {
    ByteArrayOutputStream kept = new ByteArrayOutputStream(1024);
    EmptyLine emptyLine = new EmptyLine();
    byte[] chunk = new byte[Math.clamp(to - from, 0, CHUNK_OCTETS)];
    long at = from;
    while (at < to && !emptyLine.found) {
      int n = message.read(at, chunk, 0, (int) Math.min(chunk.length, to - at));
      if (n <= 0) {
        break;
      }
      int taken = emptyLine.take(chunk, n);
      kept.write(chunk, 0, Math.min(taken, limits.headerOctetsMax() - kept.size()));
      at += taken;
    }
    return of(kept.toByteArray(), from, at, emptyLine.found, limits);
  }

  /**
   * The header section of a message that was read already.
   *
   * @param kept its first octets, all of them unless there were too many
   * @param from its place in the message
   * @param end the place after its empty line
   * @param terminated whether there is an empty line
   */
  static Header of(byte[] kept, long from, long end, boolean terminated, MimeLimits limits) {
    List<Field> fields = new ArrayList<>();
    boolean cut = kept.length < end - from;
    int at = 0;
    while (at < kept.length && !isEmptyLine(kept, at)) {
      int next = afterField(kept, at);
      boolean whole = next < kept.length || kept.length == end - from;
      if (!whole || fields.size() == limits.fieldsMax()) {
        cut = true;
        break;
      }
      fields.add(new Field(kept, at, next, from));
      at = next;
    }
    return new Header(fields, from, end, terminated, cut);
  }

  /**
   * Some of the fields of a header section, for those who need no others. It says where the whole section stands; where
   * its fields do it does not know.
   *
   * @param fields the octets of these fields, one after the other; the array must not change
   * @param from place in the message of the whole section's first octet
   * @param end place after the whole section
   */
  public static Header excerpt(byte[] fields, long from, long end) {
    List<Field> read = new ArrayList<>();
    int at = 0;
    while (at < fields.length) {
      int next = afterField(fields, at);
      read.add(new Field(fields, at, next, from));
      at = next;
    }
    return new Header(read, from, end, true, false);
  }

  private static boolean isEmptyLine(byte[] octets, int at) {
    return octets[at] == '\n'
        || octets[at] == '\r' && at + 1 < octets.length && octets[at + 1] == '\n';
  }

  /** RFC 5322 section 2.2.3: a line that begins with a blank goes on with the field before it. */
  private static int afterField(byte[] octets, int from) {
    int at = from;
    do {
      while (at < octets.length && octets[at] != '\n') {
        at++;
      }
      at++;
    } while (at < octets.length && (octets[at] == ' ' || octets[at] == '\t'));
    return Math.min(at, octets.length);
  }

  /** The fields in their order, lines that are no field among them (their name is empty). */
  public List<Field> fields() {
    return fields;
  }

  /** The first field of this name. */
  public Optional<Field> first(String name) {
    for (Field field : fields) {
      if (field.is(name)) {
        return Optional.of(field);
      }
    }
    return Optional.empty();
  }

  /** All fields of this name, in order. */
  public List<Field> all(String name) {
    List<Field> all = new ArrayList<>(2);
    for (Field field : fields) {
      if (field.is(name)) {
        all.add(field);
      }
    }
    return List.copyOf(all);
  }

  /** How many fields have this name. */
  public int count(String name) {
    int count = 0;
    for (Field field : fields) {
      count += field.is(name) ? 1 : 0;
    }
    return count;
  }

  /** The unfolded value of the first field of this name; see {@link Field#value}. */
  public Optional<String> value(String name) {
    return first(name).map(Field::value);
  }

  /** Place in the message of the section's first octet. */
  public long from() {
    return from;
  }

  /** Place in the message after the section, its empty line counted: where the body begins. */
  public long end() {
    return end;
  }

  /** Whether an empty line ends the section; otherwise the octets ended. */
  public boolean terminated() {
    return terminated;
  }

  /** Whether there was more than the limits allow, so that fields are missing here. */
  public boolean cut() {
    return cut;
  }

  /** Looks for the first empty line in chunks of a message. */
  private static final class EmptyLine {
    private boolean found;
    private boolean lineBegun;
    private boolean crOnly;

    /** How many octets belong to the section: up to the empty line, or all. */
    int take(byte[] chunk, int length) {
      for (int i = 0; i < length; i++) {
        byte c = chunk[i];
        if (c == '\n') {
          if (!lineBegun || crOnly) {
            found = true;
            return i + 1;
          }
          lineBegun = false;
          crOnly = false;
        } else {
          crOnly = c == '\r' && !lineBegun;
          lineBegun = true;
        }
      }
      return length;
    }
  }
}
