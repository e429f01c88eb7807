package mailroad.smtp;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The recipient as the sender first named it: ORCPT (RFC 3461 section 4.2), kept through aliases and
 * forwarding so that a notice can say whom it is about.
 *
 * @param type address type, such as {@code rfc822} or {@code utf-8} (RFC 6533)
 * @param address the address, decoded
 */
public record OriginalRecipient(String type, String address) {
  /** RFC 3461 section 4.2: the whole parameter's value. */
  public static final int OCTETS_MAX = 500;

  private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9-]{1,40}");

  /** An original recipient whose parts are known to be right. */
  public OriginalRecipient {
    if (!TYPE.matcher(type).matches() || address.isEmpty()) {
      throw new IllegalArgumentException("not an original recipient: " + type + ";" + address);
    }
  }

  /** Reads {@code type;coded-address}; empty if it is not that. */
  public static Optional<OriginalRecipient> parse(String text) {
    int semicolon = text.indexOf(';');
    if (semicolon < 0 || text.length() > OCTETS_MAX) {
      return Optional.empty();
    }
    String type = text.substring(0, semicolon);
    String coded = text.substring(semicolon + 1);
    return (isUtf8(type) ? Utf8Xtext.decode(coded) : Xtext.decode(coded))
        .filter(address -> !address.isEmpty() && TYPE.matcher(type).matches())
        .map(address -> new OriginalRecipient(type, address));
  }

  /** As it stands on the wire, in ASCII alone. */
  @Override
  public String toString() {
    return type + ";" + (isUtf8(type) ? Utf8Xtext.encode(address) : Xtext.encode(address));
  }

  private static boolean isUtf8(String type) {
    return type.equalsIgnoreCase("utf-8");
  }
}
