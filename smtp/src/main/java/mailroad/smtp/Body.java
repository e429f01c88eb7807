package mailroad.smtp;

import java.util.Locale;
import java.util.Optional;

/** What the content may hold: the BODY parameter of MAIL (RFC 6152). */
public enum Body {
  /** Octets below 128 alone; also what holds where nothing was said. */
  SEVEN_BIT("7BIT"),
  /** Any octets, in lines. */
  EIGHT_BIT("8BITMIME");

  private final String keyword;

  Body(String keyword) {
    this.keyword = keyword;
  }

  /** As it stands on the wire. */
  public String keyword() {
    return keyword;
  }

  /** Reads the parameter's value. BINARYMIME (RFC 3030) is not offered here, so it is not known. */
  public static Optional<Body> parse(String text) {
    return switch (text.toUpperCase(Locale.ROOT)) {
      case "7BIT" -> Optional.of(SEVEN_BIT);
      case "8BITMIME" -> Optional.of(EIGHT_BIT);
      default -> Optional.empty();
    };
  }
}
