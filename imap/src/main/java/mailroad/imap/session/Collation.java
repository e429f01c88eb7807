package mailroad.imap.session;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;

/**
 * Text as {@code i;unicode-casemap} compares it (RFC 5051 section 2): each character in its title case, taken apart into base
 * letters and marks, and then octet by octet of UTF-8.
 */
record Collation(byte[] octets) implements Comparable<Collation> {
  static Collation of(String text) {
    StringBuilder titled = new StringBuilder(text.length());
    text.codePoints().map(Character::toTitleCase).forEach(titled::appendCodePoint);
    return new Collation(
        Normalizer.normalize(titled, Normalizer.Form.NFKD).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public int compareTo(Collation other) {
    return Arrays.compareUnsigned(octets, other.octets);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Collation(var same) && Arrays.equals(octets, same);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(octets);
  }
}
