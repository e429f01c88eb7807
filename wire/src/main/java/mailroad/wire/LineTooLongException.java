package mailroad.wire;

import java.io.IOException;

/** A line ran past its limit; the rest of it was skipped, and the next line can be read. */
public final class LineTooLongException extends IOException {
  private static final long serialVersionUID = 1;

  LineTooLongException(int octetsMax) {
    super("line longer than %d octets".formatted(octetsMax));
  }
}
