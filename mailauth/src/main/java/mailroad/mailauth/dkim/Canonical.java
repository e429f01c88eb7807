package mailroad.mailauth.dkim;

import java.io.ByteArrayOutputStream;
import java.util.Locale;
import java.util.Optional;

/** The form in which octets are signed (RFC 6376 section 3.4). */
public enum Canonical {
  /** As they are (RFC 6376 section 3.4.1 and 3.4.3). */
  SIMPLE,
  /** With blanks levelled (RFC 6376 section 3.4.2 and 3.4.4). */
  RELAXED;

  /** Reads one half of a {@code c=} tag. */
  static Optional<Canonical> parse(String text) {
    return switch (text) {
      case "simple" -> Optional.of(SIMPLE);
      case "relaxed" -> Optional.of(RELAXED);
      default -> Optional.empty();
    };
  }

  /** Writes a whole header field, its last line's end included. */
  public void field(byte[] field, ByteArrayOutputStream out) {
    switch (this) {
      case SIMPLE -> out.write(field, 0, field.length);
      case RELAXED -> relaxed(field, out);
    }
  }

  private static void relaxed(byte[] field, ByteArrayOutputStream out) {
    byte[] form = new byte[field.length + 2];
    int at = 0;
    int n = 0;
    while (at < field.length && field[at] != ':') {
      byte c = field[at++];
      if (c != ' ' && c != '\t') {
        form[n++] = (byte) (c >= 'A' && c <= 'Z' ? c | 0x20 : c);
      }
    }
    if (at < field.length) {
      form[n++] = field[at++];
    }
    boolean blank = false;
    int value = n;
    for (; at < field.length; at++) {
      byte c = field[at];
      if (c == ' ' || c == '\t') {
        blank = true;
      } else if (!isLineEnd(field, at)) {
        if (blank && n > value) {
          form[n++] = ' ';
        }
        blank = false;
        form[n++] = c;
      }
    }
    out.write(form, 0, n);
    out.write('\r');
    out.write('\n');
  }

  private static boolean isLineEnd(byte[] field, int at) {
    return field[at] == '\n' || field[at] == '\r' && at + 1 < field.length && field[at + 1] == '\n';
  }

  /** As in the {@code c=} tag. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
