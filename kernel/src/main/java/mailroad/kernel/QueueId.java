package mailroad.kernel;

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
  private static final Pattern SHAPE = Pattern.compile("[0-9A-HJKMNP-TV-Z]{13}");

  /** An id known to be right. */
  public QueueId {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException("not a queue id: " + Text.visible(value));
    }
  }

  /** A new id. */
  public static QueueId next(World world) {
    char[] out = new char[13];
    long time = world.now().toEpochMilli();
    for (int i = 8; i >= 0; i--) {
      out[i] = DIGITS.charAt((int) (time & 31));
      time >>>= 5;
    }
    for (int i = 9; i < 13; i++) {
      out[i] = DIGITS.charAt(world.random().nextInt(32));
    }
    return new QueueId(new String(out));
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
