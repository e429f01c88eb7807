package mailroad.mta.routing;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import mailroad.kernel.AddressRange;
import mailroad.kernel.Domain;
import mailroad.smtp.client.Protocol;

/**
 * Where mail goes that does not end here.
 *
 * @param smarthost next hop for all mail to other domains that no route names, such as {@code
 *     smtp.provider.example}, {@code [192.0.2.1]:587}, several of these with commas between, or {@code
 *     group:name}; empty to ask each domain's MX records
 * @param smarthostLogin name that this server logs in with at the smarthost; empty for none
 * @param smarthostPassword password that belongs to the smarthost's login
 * @param smarthostTokenFile file with the access token of OAuth 2.0 that belongs to that login, instead of a password; relative to the
 *     configuration file, and read at each login
 * @param smarthostTls whether mail goes to the smarthost encrypted
 * @param routes next hops for certain recipients, senders or messages; the first that fits counts
 * @param groups hosts that share mail or stand in for each other, for routes and the smarthost to name
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
    String smarthostTokenFile,
    TlsDemand smarthostTls,
    List<RouteLine> routes,
    List<GroupLine> groups,
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
          "",
          TlsDemand.OPPORTUNISTIC,
          List.of(),
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
    /** Encrypted where the next hop offers it (RFC 7435); with a login, encrypted or not at all. */
    OPPORTUNISTIC,
    /** Encrypted, to a host whose certificate proves its name, or not at all. */
    REQUIRED,
    /** In the clear. */
    NONE
  }

  /** Which kinds of addresses count. */
  public enum Families {
    BOTH,
    IPV4,
    IPV6
  }

  /** Checks every entry. */
  public RoutingConfig {
    require(
        smarthost.isEmpty() || NextHop.parse(smarthost).filter(RoutingConfig::onward).isPresent(),
        "smarthost must be host, [host] or [address], with or without :port, or group:name: "
            + smarthost);
    Set<String> names = groups.stream().map(GroupLine::name).collect(Collectors.toSet());
    require(names.size() == groups.size(), "groups must differ in their names");
    require(knows(names, smarthost), "smarthost names no group that there is: " + smarthost);
    for (RouteLine line : routes) {
      require(
          knows(names, line.nextHop()),
          "routes name no group that there is: \"%s\"".formatted(line.nextHop()));
    }
    Checks.proof(smarthostLogin, smarthostPassword, smarthostTokenFile, "smarthost-");
    for (String domain : relayDomains) {
      require(
          DomainPattern.parse(domain)
              .filter(pattern -> !(pattern instanceof DomainPattern.Any))
              .isPresent(),
          "relay-domains must be domains, not \"%s\"".formatted(domain));
      require(
          endsInADomain(domain),
          "relay-domains: \"%s\" stands for domains of anybody".formatted(domain));
    }
    for (String network : relayNetworks) {
      require(
          AddressRange.parse(network).isPresent(),
          "relay-networks must be address/bits, not \"%s\"".formatted(network));
    }
    AddressRange.privileged("relay-networks", relayNetworks);
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
    groups = List.copyOf(groups);
    relayDomains = List.copyOf(relayDomains);
    relayNetworks = List.copyOf(relayNetworks);
    selfNames = List.copyOf(selfNames);
    selfAddresses = List.copyOf(selfAddresses);
  }

  /** Whether all that a pattern stands for lies below one domain that somebody can own: {@code .org} is too much. */
  private static boolean endsInADomain(String pattern) {
    int fixed = pattern.lastIndexOf('*') + 1;
    if (fixed == 0 && !pattern.startsWith(".")) {
      return true;
    }
    int boundary = pattern.indexOf('.', fixed);
    return boundary >= 0 && pattern.indexOf('.', boundary + 1) >= 0;
  }

  /** Whether mail of any domain can be sent on to a next hop. */
  private static boolean onward(NextHop next) {
    return next instanceof NextHop.Carrier
        || next instanceof NextHop.Chain
        || next instanceof NextHop.Group;
  }

  private static boolean knows(Set<String> groups, String nextHop) {
    return !(NextHop.parse(nextHop).orElse(new NextHop.Own()) instanceof NextHop.Group(var name))
        || groups.contains(name);
  }

  /** The same with another smarthost. */
  public RoutingConfig withSmarthost(String other) {
    return new RoutingConfig(
        other,
        smarthostLogin,
        smarthostPassword,
        smarthostTokenFile,
        smarthostTls,
        routes,
        groups,
        relayDomains,
        relayNetworks,
        selfNames,
        selfAddresses,
        loopbackAllowed,
        deliveryPort,
        families,
        exchangersMax,
        addressesMax);
  }

  /** The same with other routes, and the groups that they name. */
  public RoutingConfig withRoutes(List<RouteLine> others, List<GroupLine> otherGroups) {
    return new RoutingConfig(
        smarthost,
        smarthostLogin,
        smarthostPassword,
        smarthostTokenFile,
        smarthostTls,
        others,
        otherGroups,
        relayDomains,
        relayNetworks,
        selfNames,
        selfAddresses,
        loopbackAllowed,
        deliveryPort,
        families,
        exchangersMax,
        addressesMax);
  }

  /** The same, a relay for others. */
  public RoutingConfig withRelay(List<String> domains, List<String> networks) {
    return new RoutingConfig(
        smarthost,
        smarthostLogin,
        smarthostPassword,
        smarthostTokenFile,
        smarthostTls,
        routes,
        groups,
        domains,
        networks,
        selfNames,
        selfAddresses,
        loopbackAllowed,
        deliveryPort,
        families,
        exchangersMax,
        addressesMax);
  }

  /** The same on a loopback network, where all hosts listen on one port. */
  public RoutingConfig onLoopback(int port) {
    return new RoutingConfig(
        smarthost,
        smarthostLogin,
        smarthostPassword,
        smarthostTokenFile,
        smarthostTls,
        routes,
        groups,
        relayDomains,
        relayNetworks,
        selfNames,
        selfAddresses,
        true,
        port,
        families,
        exchangersMax,
        addressesMax);
  }

  Manner smarthostManner() {
    return new Manner(
        Protocol.SMTP,
        smarthostTls,
        smarthostLogin,
        smarthostPassword,
        smarthostTokenFile,
        List.of());
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
