package mailroad.smtp;

import java.util.Locale;
import java.util.Optional;

/** How much of a message a failure notice gives back: the RET parameter (RFC 3461 section 4.3). */
public enum Return {
  /** All of it. */
  FULL,
  /** The header section alone. */
  HDRS;

  /** Reads the parameter's value. */
  public static Optional<Return> parse(String text) {
    return switch (text.toUpperCase(Locale.ROOT)) {
      case "FULL" -> Optional.of(FULL);
      case "HDRS" -> Optional.of(HDRS);
      default -> Optional.empty();
    };
  }
}
