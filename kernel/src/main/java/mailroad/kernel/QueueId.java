package mailroad.kernel;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names one accepted message on one server: in the {@code 250} reply, the Received field, the log,
 * the journey. Thirteen letters and digits: nine that grow with time, so that ids sort by age, and four that are
 * random.
 *
 * @param value such as {@code 01JC7K2M9XZ4T}
 */
public record QueueId(String value) implements Comparable<QueueId> {
  // Crockford's digits: no I, L, O, U, so that an id survives being read aloud.
  private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

  /** How many ids there are for one millisecond. */
  static final int LETTERS = 1 << 20;

  private static final Pattern SHAPE = Pattern.compile("[0-9A-HJKMNP-TV-Z]{13}");

  /** An id known to be right. */
  public QueueId {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException("not a queue id: " + Text.visible(value));
    }
  }

  /** A new id, for one who makes few; {@link QueueIds} makes many. */
  public static QueueId next(World world) {
    return of(world.now(), world.random().nextInt(LETTERS));
  }

  /** An id of a time, with its last four letters as a number. */
  static QueueId of(Instant time, int letters) {
    char[] out = new char[13];
    time(time, out);
    int rest = letters;
    for (int i = 12; i >= 9; i--) {
      out[i] = DIGITS.charAt(rest & 31);
      rest >>>= 5;
    }
    return new QueueId(new String(out));
  }

  /** Before all ids that are made at that time or later, and not before any that was made earlier. */
  public static QueueId earliest(Instant at) {
    return of(at, 0);
  }

  /** When it was made, in whole milliseconds. */
  public Instant made() {
    long time = 0;
    for (int i = 0; i < 9; i++) {
      time = time << 5 | DIGITS.indexOf(value.charAt(i));
    }
    return Instant.ofEpochMilli(time);
  }

  private static void time(Instant at, char[] out) {
    long time = at.toEpochMilli();
    for (int i = 8; i >= 0; i--) {
      out[i] = DIGITS.charAt((int) (time & 31));
      time >>>= 5;
    }
  }

  /** Reads an id as a person may have typed it. */
  public static Optional<QueueId> parse(String text) {
    String upper = text.strip().toUpperCase(java.util.Locale.ROOT);
    return SHAPE.matcher(upper).matches() ? Optional.of(new QueueId(upper)) : Optional.empty();
  }

  @Override
  public int compareTo(QueueId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
