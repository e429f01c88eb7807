package mailroad.smtp;

import java.util.Locale;
import java.util.Optional;

/** What the content may hold: the BODY parameter of MAIL (RFC 6152, RFC 3030 section 3). */
public enum Body {
  /** Octets below 128 alone; also what holds where nothing was said. */
  SEVEN_BIT("7BIT"),
  /** Any octets, in lines. */
  EIGHT_BIT("8BITMIME"),
  /** Any octets, which need not be lines: only BDAT can carry it (RFC 3030 section 3). */
  BINARY("BINARYMIME");

  private final String keyword;

  Body(String keyword) {
    this.keyword = keyword;
  }

  /** As it stands on the wire. */
  public String keyword() {
    return keyword;
  }

  /** Reads the parameter's value. */
  public static Optional<Body> parse(String text) {
    return switch (text.toUpperCase(Locale.ROOT)) {
      case "7BIT" -> Optional.of(SEVEN_BIT);
      case "8BITMIME" -> Optional.of(EIGHT_BIT);
      case "BINARYMIME" -> Optional.of(BINARY);
      default -> Optional.empty();
    };
  }
}
