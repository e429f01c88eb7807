package mailroad.mta.routing;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mailroad.kernel.Domain;
import mailroad.kernel.Reply;
import mailroad.mta.routing.NextHop.Carrier;

/** Reads next hops. */
final class NextHopSyntax {
  private static final Pattern SHAPE =
      Pattern.compile("(?:\\[(?<inner>[^\\[\\]]+)]|(?<name>[^\\[\\]:]+))(?::(?<port>\\d{1,5}))?");

  /** A name that is nothing but numbers is an address without its brackets: surely a mistake. */
  private static final Pattern NUMERIC = Pattern.compile("[\\d.]+");

  private static final Pattern GROUP = Pattern.compile("group:([A-Za-z0-9_-]{1,60})");
  private static final Pattern REJECT =
      Pattern.compile(
          "reject ([45]\\d\\d) ([45]\\.\\d{1,3}\\.\\d{1,3}) (\\S(?:\\P{Cntrl}{0,198}\\S)?)");
  private static final String LMTP = "lmtp:";

  /** What means something else where it stands alone. */
  private static final Set<String> WORDS = Set.of("local", "mx", "hold", "discard");

  private NextHopSyntax() {}

  static Optional<NextHop> parse(String text) {
    return switch (text) {
      case "local" -> Optional.of(new NextHop.Here());
      case "mx" -> Optional.of(new NextHop.Own());
      case "hold" -> Optional.of(new NextHop.Hold());
      case "discard" -> Optional.of(new NextHop.Discard());
      default -> other(text);
    };
  }

  private static Optional<NextHop> other(String text) {
    Matcher group = GROUP.matcher(text);
    if (group.matches()) {
      return Optional.of(new NextHop.Group(group.group(1)));
    }
    return text.startsWith("reject ") ? reject(text) : carriers(text);
  }

  /** The text is ASCII or not; a reply that breaks the rules of codes is none. */
  private static Optional<NextHop> reject(String text) {
    Matcher matcher = REJECT.matcher(text);
    if (!matcher.matches() || matcher.group(1).charAt(0) != matcher.group(2).charAt(0)) {
      return Optional.empty();
    }
    int code = Integer.parseInt(matcher.group(1));
    return code == 421
        ? Optional.empty()
        : Optional.of(new NextHop.Reject(new Reply(code, matcher.group(2), matcher.group(3))));
  }

  private static Optional<NextHop> carriers(String text) {
    List<Carrier> links = new ArrayList<>();
    for (String one : text.split(",", -1)) {
      Optional<Carrier> link = carrier(one.strip());
      if (link.isEmpty()) {
        return Optional.empty();
      }
      links.add(link.get());
    }
    return Optional.of(links.size() == 1 ? links.getFirst() : new NextHop.Chain(links));
  }

  static Optional<Carrier> carrier(String text) {
    return text.startsWith(LMTP) ? lmtp(text.substring(LMTP.length())) : smtp(text);
  }

  /** Never by MX records, and always with a port: there is none that all know. */
  private static Optional<Carrier> lmtp(String text) {
    return smtp(text)
        .flatMap(to ->
            switch (to) {
              case NextHop.Exchangers(var name, var port) when port.isPresent() ->
                  Optional.of(new NextHop.Host(name, port));
              case NextHop.Host host when host.port().isPresent() -> Optional.of(host);
              case NextHop.Address address when address.port().isPresent() -> Optional.of(address);
              case NextHop.Exchangers _, NextHop.Host _, NextHop.Address _, NextHop.Lmtp _ ->
                  Optional.<Carrier>empty();
            })
        .map(NextHop.Lmtp::new);
  }

  private static Optional<Carrier> smtp(String text) {
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

  private static Optional<Carrier> bracketed(String inner, OptionalInt port) {
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

  /** Judged as it is written afterwards, so that {@code LOCAL} is not a domain that reads as {@code local}. */
  private static Optional<Domain> name(String text) {
    return Domain.parse(text)
        .filter(domain -> !domain.isLiteral())
        .filter(domain -> !NUMERIC.matcher(domain.name()).matches())
        .filter(domain -> !WORDS.contains(domain.name()));
  }
}
