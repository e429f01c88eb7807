package mailroad.mailauth.dmarc;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mailroad.kernel.EmailAddress;

/**
 * Where a domain wants its reports, by mail (RFC 7489 section 6.3). Others than {@code mailto:} are passed over.
 *
 * @param octetsMax largest report that is to be sent there, as it is packed; {@link Long#MAX_VALUE} if any may be
 */
public record ReportUri(EmailAddress address, long octetsMax) {
  /** What may stand at the end: {@code !10m}. */
  private static final Pattern LIMIT = Pattern.compile("(.*)!(\\d{1,12})([kmgt]?)");

  /** The URIs of a tag, in their order; those that cannot be read are left out. */
  static List<ReportUri> all(String value) {
    List<ReportUri> uris = new ArrayList<>();
    for (String text : value.split(",", -1)) {
      parse(text.strip()).ifPresent(uris::add);
    }
    return List.copyOf(uris);
  }

  private static Optional<ReportUri> parse(String text) {
    if (!text.regionMatches(true, 0, "mailto:", 0, 7)) {
      return Optional.empty();
    }
    String rest = text.substring(7);
    Matcher limited = LIMIT.matcher(rest.toLowerCase(Locale.ROOT));
    long most =
        limited.matches()
            ? Long.parseLong(limited.group(2)) << shift(limited.group(3))
            : Long.MAX_VALUE;
    String address = limited.matches() ? rest.substring(0, limited.end(1)) : rest;
    return mailbox(address).map(found -> new ReportUri(found, most));
  }

  private static int shift(String unit) {
    return switch (unit) {
      case "k" -> 10;
      case "m" -> 20;
      case "g" -> 30;
      case "t" -> 40;
      default -> 0;
    };
  }

  /** RFC 6068 section 2: the address; header fields that the URI would set are not. */
  private static Optional<EmailAddress> mailbox(String rest) {
    int query = rest.indexOf('?');
    String coded = query < 0 ? rest : rest.substring(0, query);
    try {
      // A plus is a plus here, and no space.
      String plain = URLDecoder.decode(coded.replace("+", "%2B"), StandardCharsets.UTF_8);
      return EmailAddress.parse(plain);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return "mailto:" + address + (octetsMax == Long.MAX_VALUE ? "" : "!" + octetsMax);
  }
}
