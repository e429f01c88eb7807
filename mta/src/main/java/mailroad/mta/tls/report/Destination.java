package mailroad.mta.tls.report;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mailroad.kernel.EmailAddress;

/** Where a domain wants its report (RFC 8460 section 3). */
public sealed interface Destination {
  /** By mail. */
  record Mail(EmailAddress address) implements Destination {
    @Override
    public String toString() {
      return "mailto:" + address;
    }
  }

  /**
   * By POST to a web server.
   *
   * @param target path and query
   */
  record Web(String host, int port, String target) implements Destination {
    @Override
    public String toString() {
      return "https://" + host + (port == HTTPS ? "" : ":" + port) + target;
    }
  }

  /** The port of HTTPS. */
  int HTTPS = 443;

  /** No user, no password, no fragment; a name, not an address. */
  Pattern WEB =
      Pattern.compile(
          "https://([a-z0-9_-]+(?:\\.[a-z0-9_-]+)+)\\.?(?::(\\d{1,5}))?((?:/[!-\"$-~]*)?)(?:#.*)?",
          Pattern.CASE_INSENSITIVE);

  /** Reads a URI; empty if it is none of these. */
  static Optional<Destination> parse(String uri) {
    return uri.regionMatches(true, 0, "mailto:", 0, 7) ? mail(uri.substring(7)) : web(uri);
  }

  /** RFC 6068 section 2: the address; header fields that the URI would set are not. */
  private static Optional<Destination> mail(String rest) {
    int query = rest.indexOf('?');
    String coded = query < 0 ? rest : rest.substring(0, query);
    try {
      // A plus is a plus here, and no space.
      String plain = URLDecoder.decode(coded.replace("+", "%2B"), StandardCharsets.UTF_8);
      return EmailAddress.parse(plain).map(Mail::new);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<Destination> web(String uri) {
    Matcher matcher = WEB.matcher(uri);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int port = matcher.group(2) == null ? HTTPS : Integer.parseInt(matcher.group(2));
    String host = matcher.group(1).toLowerCase(Locale.ROOT);
    return port >= 1 && port <= 65_535 && !host.matches("[0-9.]+")
        ? Optional.of(new Web(host, port, matcher.group(3).isEmpty() ? "/" : matcher.group(3)))
        : Optional.empty();
  }
}
