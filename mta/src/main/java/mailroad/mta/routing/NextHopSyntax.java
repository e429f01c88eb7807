package mailroad.mta.routing;

import java.net.InetAddress;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mailroad.kernel.Domain;

/** Reads next hops. */
final class NextHopSyntax {
  private static final Pattern SHAPE =
      Pattern.compile("(?:\\[(?<inner>[^\\[\\]]+)]|(?<name>[^\\[\\]:]+))(?::(?<port>\\d{1,5}))?");

  /** A name that is nothing but numbers is an address without its brackets: surely a mistake. */
  private static final Pattern NUMERIC = Pattern.compile("[\\d.]+");

  private NextHopSyntax() {}

  static Optional<NextHop> parse(String text) {
    if (text.equals("local")) {
      return Optional.of(new NextHop.Here());
    }
    Matcher matcher = SHAPE.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String digits = matcher.group("port");
    OptionalInt port =
        digits == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(digits));
    if (port.isPresent() && (port.getAsInt() < 1 || port.getAsInt() > 65_535)) {
      return Optional.empty();
    }
    String inner = matcher.group("inner");
    return inner == null
        ? name(matcher.group("name")).map(domain -> new NextHop.Exchangers(domain, port))
        : bracketed(inner, port);
  }

  private static Optional<NextHop> bracketed(String inner, OptionalInt port) {
    Optional<InetAddress> address = literal(inner);
    return address.isPresent()
        ? address.map(known -> new NextHop.Address(known, port))
        : name(inner).map(domain -> new NextHop.Host(domain, port));
  }

  /** An address with or without the tag that RFC 5321 section 4.1.3 wants of IPv6. */
  private static Optional<InetAddress> literal(String inner) {
    return Domain.parse("[" + inner + "]")
        .or(() -> Domain.parse("[IPv6:" + inner + "]"))
        .flatMap(Domain::literal);
  }

  private static Optional<Domain> name(String text) {
    return NUMERIC.matcher(text).matches()
        ? Optional.empty()
        : Domain.parse(text).filter(domain -> !domain.isLiteral());
  }
}
