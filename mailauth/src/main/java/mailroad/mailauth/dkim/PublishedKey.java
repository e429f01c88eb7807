package mailroad.mailauth.dkim;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The record by which a domain publishes a key (RFC 6376 section 3.6.1).
 *
 * @param name such as {@code s1._domainkey.example.org}
 * @param text what the record says, its strings joined
 */
public record PublishedKey(String name, String text) {
  /** RFC 1035 section 3.3: the longest string of a TXT record. */
  private static final int STRING_OCTETS_MAX = 255;

  /** The record of a key. */
  public static PublishedKey of(SigningKey key) {
    return new PublishedKey(
        key.name(),
        "v=DKIM1; k=%s; p=%s"
            .formatted(
                key.algorithm().keyType(),
                Base64.getEncoder().encodeToString(Crypto.published(key.published()))));
  }

  /** The text in pieces that fit into a record. */
  public List<String> strings() {
    List<String> out = new ArrayList<>();
    for (int at = 0; at < text.length(); at += STRING_OCTETS_MAX) {
      out.add(text.substring(at, Math.min(text.length(), at + STRING_OCTETS_MAX)));
    }
    return out;
  }

  /** The record as a line of a zone file. */
  @Override
  public String toString() {
    return "%s. 3600 IN TXT %s"
        .formatted(
            name,
            strings().stream()
                .map(string -> "\"" + string + "\"")
                .collect(Collectors.joining(" ")));
  }
}
