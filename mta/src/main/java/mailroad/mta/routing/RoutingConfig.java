package mailroad.mta.routing;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.AddressRange;
import mailroad.kernel.Domain;

/**
 * Where mail goes that does not end here.
 *
 * @param smarthost next hop for all mail to other domains that no route names, such as {@code
 *     smtp.provider.example} or {@code [192.0.2.1]:587}; empty to ask each domain's MX records
 * @param smarthostLogin name that this server logs in with at the smarthost; empty for none
 * @param smarthostPassword password that belongs to the smarthost's login
 * @param smarthostTls whether mail goes to the smarthost encrypted
 * @param routes next hops for certain recipients or senders; the first that fits counts
 * @param relayDomains domains that this server takes mail for from anybody and passes on, being their hub or
 *     backup; {@code .example.org} stands for all below it
 * @param relayNetworks networks whose hosts may send to anybody without logging in, such as {@code
 *     192.0.2.0/24}
 * @param selfNames further names of this server, by which it knows itself in MX records
 * @param selfAddresses further addresses of this server, such as the public one where addresses are translated
 * @param loopbackAllowed whether loopback addresses count as mail hosts, as in a test network
 * @param deliveryPort port that mail is delivered to where nothing else is said
 * @param families which kinds of addresses mail is sent to
 * @param exchangersMax most mail exchangers of one domain that are looked up
 * @param addressesMax most addresses that one attempt tries, though each preference gets at least one
 */
public record RoutingConfig(
    String smarthost,
    String smarthostLogin,
    String smarthostPassword,
    TlsDemand smarthostTls,
    List<RouteLine> routes,
    List<String> relayDomains,
    List<String> relayNetworks,
    List<String> selfNames,
    List<String> selfAddresses,
    boolean loopbackAllowed,
    int deliveryPort,
    Families families,
    int exchangersMax,
    int addressesMax) {
  /** Each domain's MX records decide, and nobody may relay without logging in. */
  public static final RoutingConfig DEFAULT =
      new RoutingConfig(
          "",
          "",
          "",
          TlsDemand.OPPORTUNISTIC,
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          false,
          25,
          Families.BOTH,
          20,
          8);

  /** Whether mail goes on encrypted. */
  public enum TlsDemand {
    /** In the clear. */
    NONE,
    /** Encrypted where the next hop offers it (RFC 7435); with a login, encrypted or not at all. */
    OPPORTUNISTIC,
    /** Encrypted, to a host whose certificate proves its name, or not at all. */
    REQUIRED
  }

  /** Which kinds of addresses count. */
  public enum Families {
    BOTH,
    IPV4,
    IPV6
  }

  /**
   * One route.
   *
   * @param to recipients' domain, {@code .example.org} for all below it, {@code *} for all
   * @param from senders' address or domain, {@code <>} for notices; empty for all
   * @param nextHop where to: {@code host} by its MX records, {@code [host]} or {@code [address]} straight,
   *     with {@code :port} if it is not the usual one
   * @param tls whether mail goes there encrypted
   * @param login name that this server logs in with there; empty for none
   * @param password password that belongs to the login
   */
  public record RouteLine(
      String to, String from, String nextHop, TlsDemand tls, String login, String password) {
    /** Checks the parts. */
    public RouteLine {
      require(DomainPattern.parse(to).isPresent(), "to must be a domain, .domain or *: " + to);
      require(SenderPattern.parse(from).isPresent(), "from must be an address, a domain or <>");
      require(
          NextHop.parse(nextHop).isPresent(),
          "next-hop must be host, [host] or [address], with or without :port: " + nextHop);
      require(login.isEmpty() == password.isEmpty(), "login and password belong together");
    }

    /** A route without a login. */
    public RouteLine(String to, String nextHop) {
      this(to, "", nextHop, TlsDemand.OPPORTUNISTIC, "", "");
    }

    @Override
    public String toString() {
      return "to = \"%s\"%s, next-hop = \"%s\""
          .formatted(to, from.isEmpty() ? "" : ", from = \"" + from + "\"", nextHop);
    }
  }

  /** Checks every entry. */
  public RoutingConfig {
    require(
        smarthost.isEmpty() || NextHop.parse(smarthost).isPresent(),
        "smarthost must be host, [host] or [address], with or without :port: " + smarthost);
    require(
        smarthostLogin.isEmpty() == smarthostPassword.isEmpty(),
        "smarthost-login and smarthost-password belong together");
    for (String domain : relayDomains) {
      require(
          DomainPattern.parse(domain).isPresent() && !domain.equals("*"),
          "relay-domains must be domains, not \"%s\"".formatted(domain));
    }
    for (String network : relayNetworks) {
      require(
          AddressRange.parse(network).isPresent(),
          "relay-networks must be address/bits, not \"%s\"".formatted(network));
    }
    for (String address : selfAddresses) {
      require(
          AddressRange.address(address).isPresent(),
          "self-addresses must be addresses, not \"%s\"".formatted(address));
    }
    for (String name : selfNames) {
      require(
          Domain.parse(name).isPresent(),
          "self-names must be host names, not \"%s\"".formatted(name));
    }
    require(
        deliveryPort >= 1 && deliveryPort <= 65_535, "delivery-port must be between 1 and 65535");
    require(exchangersMax >= 2, "exchangers-max must be at least 2");
    // RFC 5321 section 5.1: at least two addresses should be tried.
    require(addressesMax >= 2, "addresses-max must be at least 2");
    routes = List.copyOf(routes);
    relayDomains = List.copyOf(relayDomains);
    relayNetworks = List.copyOf(relayNetworks);
    selfNames = List.copyOf(selfNames);
    selfAddresses = List.copyOf(selfAddresses);
  }

  /** The line that lets a client relay without logging in. */
  public Optional<String> relayNetwork(InetAddress client) {
    return relayNetworks.stream()
        .filter(line -> AddressRange.parse(line).orElseThrow().contains(client))
        .findFirst();
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  @Override
  public String toString() {
    return "RoutingConfig[smarthost=%s, routes=%s, relayDomains=%s]"
        .formatted(smarthost, routes, relayDomains);
  }
}
