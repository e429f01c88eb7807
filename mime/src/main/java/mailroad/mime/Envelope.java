package mailroad.mime;

import java.util.List;
import java.util.Optional;

/**
 * What a message says of itself on its first page, as IMAP and JMAP want it (RFC 3501 section 7.4.2).
 * Values are unfolded, encoded words stay as they are; empty lists and values where a field is missing.
 * Of a field that must stand once, the first counts.
 */
public record Envelope(
    Optional<String> date,
    Optional<String> subject,
    List<Address> from,
    List<Address> sender,
    List<Address> replyTo,
    List<Address> to,
    List<Address> cc,
    List<Address> bcc,
    Optional<String> inReplyTo,
    Optional<String> messageId) {
  /** Reads it from a header section. RFC 3501: Sender and Reply-To are From where they are missing or empty. */
  public static Envelope of(Header header, MimeLimits limits) {
    List<Address> from = addresses(header, "From", limits);
    return new Envelope(
        header.value("Date"),
        header.value("Subject"),
        from,
        orElse(addresses(header, "Sender", limits), from),
        orElse(addresses(header, "Reply-To", limits), from),
        addresses(header, "To", limits),
        addresses(header, "Cc", limits),
        addresses(header, "Bcc", limits),
        header.value("In-Reply-To"),
        header.value("Message-ID"));
  }

  private static List<Address> orElse(List<Address> given, List<Address> otherwise) {
    return given.isEmpty() ? otherwise : given;
  }

  private static List<Address> addresses(Header header, String name, MimeLimits limits) {
    return header.value(name).map(value -> Addresses.parse(value, limits)).orElse(List.of());
  }
}
