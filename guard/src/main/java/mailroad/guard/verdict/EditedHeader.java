package mailroad.guard.verdict;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.mime.Field;
import mailroad.mime.Header;
import mailroad.mime.Octets;

/**
 * A header section in which fields are added, changed and removed. Fields are counted as the filters saw them: one that
 * was removed still counts, and one that was put in between does not. Used by one task.
 */
final class EditedHeader {
  private static final byte[] CRLF = {'\r', '\n'};

  private final Octets content;
  private final Header header;
  private final List<Slot> slots = new ArrayList<>();
  private final long fieldsEnd;
  private final boolean endsLine;
  private boolean changed;
  private boolean eightBit;

  /** A place in the header section that a field stands in, or stood. */
  private static final class Slot {
    private final String name;
    private final boolean counts;
    private final long from;
    private final long to;
    private Optional<byte[]> instead = Optional.empty();

    /** A field as it came. */
    private Slot(Field field, boolean counts) {
      this.name = field.name();
      this.counts = counts;
      this.from = field.from();
      this.to = field.to();
    }

    /** A new field. */
    private Slot(String name, byte[] octets, boolean counts) {
      this.name = name;
      this.counts = counts;
      this.from = -1;
      this.to = -1;
      this.instead = Optional.of(octets);
    }
  }

  EditedHeader(Octets content, Header header, long received) throws IOException {
    this.content = content;
    this.header = header;
    for (Field field : header.fields()) {
      slots.add(new Slot(field, field.from() >= received && !field.name().isEmpty()));
    }
    this.fieldsEnd = header.end() - emptyLineOctets();
    this.endsLine = fieldsEnd == 0 || content.range(fieldsEnd - 1, 1)[0] == '\n';
  }

  private int emptyLineOctets() throws IOException {
    if (!header.terminated()) {
      return 0;
    }
    byte[] last = content.range(Math.max(0, header.end() - 2), (int) Math.min(2, header.end()));
    return last.length == 2 && last[0] == '\r' ? 2 : 1;
  }

  /** Whether anything is other than it was. */
  boolean changed() {
    return changed;
  }

  /** Whether any new field needs more than ASCII. */
  boolean eightBit() {
    return eightBit;
  }

  void add(String name, String value) {
    slots.add(new Slot(name, octets(name, value), true));
  }

  void insert(int place, String name, String value) {
    slots.add(Math.clamp(place, 0, slots.size()), new Slot(name, octets(name, value), false));
  }

  /** Where there are fewer of them, another one is added, as Sendmail does. */
  void change(int nth, String name, String value) {
    List<Slot> named =
        slots.stream().filter(slot -> slot.counts && slot.name.equalsIgnoreCase(name)).toList();
    int at = Math.max(1, nth) - 1;
    if (at < named.size()) {
      Slot slot = named.get(at);
      changed = true;
      slot.instead = Optional.of(value.isEmpty() ? new byte[0] : octets(slot.name, value));
    } else if (!value.isEmpty()) {
      add(name, value);
    }
  }

  private byte[] octets(String name, String value) {
    changed = true;
    byte[] octets = FieldText.of(name, value).getBytes(StandardCharsets.UTF_8);
    eightBit |= isEightBit(octets, octets.length);
    return octets;
  }

  static boolean isEightBit(byte[] octets, int length) {
    for (int i = 0; i < length; i++) {
      if (octets[i] < 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * Puts the section together, its empty line included.
   *
   * @param emptyLine whether one must end it, where none did
   */
  void write(Splice.Builder out, boolean emptyLine) {
    List<Slot> added = new ArrayList<>();
    long at = 0;
    for (Slot slot : slots) {
      if (slot.from < 0 && isBehindAll(slot)) {
        added.add(slot);
      } else if (slot.from < 0) {
        slot.instead.ifPresent(out::add);
      } else {
        out.add(content, at, slot.from);
        if (slot.instead.isPresent()) {
          out.add(slot.instead.get());
        } else {
          out.add(content, slot.from, slot.to);
        }
        at = slot.to;
      }
    }
    // Lines beyond the limits of what is told apart stay before what was added at the end.
    out.add(content, at, fieldsEnd);
    if (!added.isEmpty() && !endsLine) {
      out.add(CRLF);
    }
    added.forEach(slot -> slot.instead.ifPresent(out::add));
    if (header.terminated()) {
      out.add(content, fieldsEnd, header.end());
    } else if (emptyLine) {
      if (added.isEmpty() && !endsLine) {
        out.add(CRLF);
      }
      out.add(CRLF);
    }
  }

  private boolean isBehindAll(Slot slot) {
    return slots.subList(slots.indexOf(slot), slots.size()).stream().allMatch(s -> s.from < 0);
  }
}
