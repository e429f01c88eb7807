package mailroad.mailauth.dkim;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import mailroad.mime.Field;
import mailroad.mime.Header;

/** The header fields of a message, picked and put together as signatures cover them (RFC 6376 section 5.4.2). Pure. */
public final class SignedFields {
  private final Map<String, List<Field>> byName = new HashMap<>();

  /** The fields of a header section. */
  public SignedFields(Header header) {
    for (Field field : header.fields()) {
      String key = field.key();
      if (!key.isEmpty()) {
        byName.computeIfAbsent(key, _ -> new ArrayList<>()).add(field);
      }
    }
  }

  /** How many fields have this name. */
  public int count(String name) {
    return byName.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).size();
  }

  /** How many fields of this name a list of signed ones does not reach. */
  int unsigned(String name, List<String> names) {
    int signed = (int) names.stream().filter(name::equalsIgnoreCase).count();
    return Math.max(0, count(name) - signed);
  }

  /**
   * The octets that a signature covers: the fields that it names, each name taking the lowest field that none before it
   * has taken, and at last the signature's own field without its value (RFC 6376 section 3.7).
   *
   * @param names as in {@code h=}; a name for which no field is left adds nothing
   * @param own the signature's own field
   */
  public byte[] covered(Canonical canonical, List<String> names, byte[] own) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
    Map<String, Integer> taken = new HashMap<>();
    for (String name : names) {
      String key = name.toLowerCase(Locale.ROOT);
      List<Field> fields = byName.getOrDefault(key, List.of());
      int next = fields.size() - taken.merge(key, 1, Integer::sum);
      if (next >= 0) {
        canonical.field(fields.get(next).octets(), out);
      }
    }
    unvalued(canonical, own, out);
    return out.toByteArray();
  }

  /** Writes a signature's own field as it is covered by itself: without its value, and without its last line's end. */
  public static void unvalued(Canonical canonical, byte[] field, ByteArrayOutputStream to) {
    ByteArrayOutputStream form = new ByteArrayOutputStream(field.length);
    canonical.field(withoutValue(field), form);
    byte[] octets = form.toByteArray();
    int end = octets.length;
    if (end > 0 && octets[end - 1] == '\n') {
      end--;
      if (end > 0 && octets[end - 1] == '\r') {
        end--;
      }
    }
    to.write(octets, 0, end);
  }

  /** RFC 6376 section 3.7: the value of {@code b=} is deleted, and all blanks around it. */
  static byte[] withoutValue(byte[] field) {
    int last = field.length;
    if (last > 0 && field[last - 1] == '\n') {
      last -= last > 1 && field[last - 2] == '\r' ? 2 : 1;
    }
    int at = indexOf(field, ':', 0, last) + 1;
    while (at < last) {
      int end = indexOf(field, ';', at, last);
      int equals = indexOf(field, '=', at, end);
      if (equals < end && isB(field, at, equals)) {
        byte[] out = new byte[equals + 1 + field.length - end];
        System.arraycopy(field, 0, out, 0, equals + 1);
        System.arraycopy(field, end, out, equals + 1, field.length - end);
        return out;
      }
      at = end + 1;
    }
    return Arrays.copyOf(field, field.length);
  }

  private static boolean isB(byte[] field, int from, int to) {
    int found = 0;
    for (int i = from; i < to; i++) {
      if (field[i] == 'b') {
        found++;
      } else if (!TagList.isBlank(field[i])) {
        return false;
      }
    }
    return found == 1;
  }

  /** The place of an octet before {@code to}; that if there is none. */
  private static int indexOf(byte[] octets, char c, int from, int to) {
    for (int i = from; i < to; i++) {
      if (octets[i] == c) {
        return i;
      }
    }
    return to;
  }
}
