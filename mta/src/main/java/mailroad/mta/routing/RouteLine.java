package mailroad.mta.routing;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import mailroad.mta.routing.RoutingConfig.TlsDemand;
import mailroad.smtp.client.Protocol;

/**
 * One route: all that it names must fit.
 *
 * @param to recipients: {@code example.org}, {@code .example.org} for all below it, {@code mail*.example.org},
 *     {@code anna@example.org}, {@code sales-*@example.org}; empty or {@code *} for all that are not local
 * @param from senders, written as in {@code to}, or {@code <>} for notices; empty for all
 * @param account who has logged in to hand the message in, such as {@code *@example.org} or {@code *} for
 *     anybody who has; empty for all mail
 * @param sizeOctetsMin messages of at least this size
 * @param header messages with such a header field, {@code Name: value}, {@code *} standing for anything
 * @param nextHop where to: {@code host} by its MX records, {@code [host]} or {@code [address]} straight, each with
 *     {@code :port} if it is not the usual one, {@code lmtp:host:port}, several of these with commas between,
 *     {@code group:name}, {@code mx}, {@code local}, {@code reject 550 5.7.1 text}, {@code hold} or {@code discard}
 * @param tls whether mail goes there encrypted
 * @param login name that this server logs in with there; empty for none
 * @param password password that belongs to the login
 * @param tokenFile file with the access token of OAuth 2.0 that belongs to the login, instead of a password; relative to the
 *     configuration file, and read at each login
 * @param sources own addresses to connect from, taken at random; empty for the usual one
 * @param lifetime how long mail of this route is tried; zero for as long as all other mail
 */
public record RouteLine(
    String to,
    String from,
    String account,
    long sizeOctetsMin,
    String header,
    String nextHop,
    TlsDemand tls,
    String login,
    String password,
    String tokenFile,
    List<String> sources,
    Duration lifetime) {
  /** Checks the parts. */
  public RouteLine {
    Checks.require(
        AddressPattern.parse(to).isPresent(),
        "to must be a domain, .domain, an address, a pattern of these or *: " + to);
    Checks.require(
        SenderPattern.parse(from).isPresent(), "from must be an address, a domain or <>: " + from);
    Checks.require(
        account.length() <= Glob.CHARACTERS_MAX, "account must be an address or a pattern of some");
    Checks.require(sizeOctetsMin >= 0, "size-octets-min must not be below zero");
    Checks.require(
        header.isEmpty() || FieldPattern.parse(header).isPresent(),
        "header must be Name: value, not \"%s\"".formatted(header));
    Checks.require(NextHop.parse(nextHop).isPresent(), Checks.nextHop(nextHop));
    Checks.manner(login, password, tokenFile, sources);
    Checks.require(!lifetime.isNegative(), "lifetime must not be below zero");
    sources = List.copyOf(sources);
  }

  /** A route by recipient alone, met in the usual manner. */
  public RouteLine(String to, String nextHop) {
    this(to, "", "", 0, "", nextHop, TlsDemand.OPPORTUNISTIC, "", "", "", List.of(), Duration.ZERO);
  }

  /** The same for those senders alone. */
  public RouteLine withFrom(String other) {
    return new RouteLine(
        to,
        other,
        account,
        sizeOctetsMin,
        header,
        nextHop,
        tls,
        login,
        password,
        tokenFile,
        sources,
        lifetime);
  }

  /** The same for mail of those accounts alone. */
  public RouteLine withAccount(String other) {
    return new RouteLine(
        to,
        from,
        other,
        sizeOctetsMin,
        header,
        nextHop,
        tls,
        login,
        password,
        tokenFile,
        sources,
        lifetime);
  }

  /** The same for messages of at least this size alone. */
  public RouteLine withSize(long octetsMin) {
    return new RouteLine(
        to, from, account, octetsMin, header, nextHop, tls, login, password, tokenFile, sources,
        lifetime);
  }

  /** The same for messages with such a field alone. */
  public RouteLine withHeader(String other) {
    return new RouteLine(
        to,
        from,
        account,
        sizeOctetsMin,
        other,
        nextHop,
        tls,
        login,
        password,
        tokenFile,
        sources,
        lifetime);
  }

  /** The same with another demand for TLS. */
  public RouteLine with(TlsDemand other) {
    return new RouteLine(
        to,
        from,
        account,
        sizeOctetsMin,
        header,
        nextHop,
        other,
        login,
        password,
        tokenFile,
        sources,
        lifetime);
  }

  /** The same with a login. */
  public RouteLine withLogin(String otherLogin, String otherPassword) {
    return new RouteLine(
        to,
        from,
        account,
        sizeOctetsMin,
        header,
        nextHop,
        tls,
        otherLogin,
        otherPassword,
        "",
        sources,
        lifetime);
  }

  /** The same with a login that a token proves. */
  public RouteLine withToken(String otherLogin, String otherTokenFile) {
    return new RouteLine(
        to,
        from,
        account,
        sizeOctetsMin,
        header,
        nextHop,
        tls,
        otherLogin,
        "",
        otherTokenFile,
        sources,
        lifetime);
  }

  /** The same from those addresses of ours. */
  public RouteLine withSources(String... others) {
    return new RouteLine(
        to,
        from,
        account,
        sizeOctetsMin,
        header,
        nextHop,
        tls,
        login,
        password,
        tokenFile,
        List.of(others),
        lifetime);
  }

  /** The same with another lifetime. */
  public RouteLine with(Duration other) {
    return new RouteLine(
        to,
        from,
        account,
        sizeOctetsMin,
        header,
        nextHop,
        tls,
        login,
        password,
        tokenFile,
        sources,
        other);
  }

  Manner manner() {
    return new Manner(Protocol.SMTP, tls, login, password, tokenFile, Checks.addresses(sources));
  }

  Optional<Duration> ownLifetime() {
    return lifetime.isZero() ? Optional.empty() : Optional.of(lifetime);
  }

  /** The line as the configuration has it, without what is empty and without secrets. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder("to = \"%s\"".formatted(to.isEmpty() ? "*" : to));
    add(out, "from", from);
    add(out, "account", account);
    if (sizeOctetsMin > 0) {
      out.append(", size-octets-min = ").append(sizeOctetsMin);
    }
    add(out, "header", header);
    add(out, "next-hop", nextHop);
    return out.toString();
  }

  private static void add(StringBuilder out, String key, String value) {
    if (!value.isEmpty()) {
      out.append(", %s = \"%s\"".formatted(key, value));
    }
  }
}
