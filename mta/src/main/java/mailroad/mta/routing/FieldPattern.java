package mailroad.mta.routing;

import java.util.Locale;
import java.util.Optional;
import mailroad.mime.Header;

/**
 * A header field that a message must have: {@code X-Bulk: yes*}. Neither the name's case nor the value's counts; of
 * fields of one name each is looked at.
 */
record FieldPattern(String name, Glob value) {
  /** What is looked at of a value. */
  private static final int CHARACTERS_LOOKED_AT = 4096;

  /** Reads {@code Name: pattern}; empty if the text is not that. */
  static Optional<FieldPattern> parse(String text) {
    int colon = text.indexOf(':');
    if (colon <= 0 || !text.substring(0, colon).chars().allMatch(c -> c > ' ' && c < 127)) {
      return Optional.empty();
    }
    String name = text.substring(0, colon);
    return Glob.parse(text.substring(colon + 1).strip().toLowerCase(Locale.ROOT))
        .map(glob -> new FieldPattern(name, glob));
  }

  /** Whether a message has such a field. */
  boolean matches(Header header) {
    return header.all(name).stream().anyMatch(field -> fits(field.value()));
  }

  private boolean fits(String found) {
    String start = found.substring(0, Math.min(found.length(), CHARACTERS_LOOKED_AT));
    return value.matches(start.strip().toLowerCase(Locale.ROOT));
  }

  @Override
  public String toString() {
    return name + ": " + value;
  }
}
