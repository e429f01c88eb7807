package mailroad.dns;

import java.time.Duration;
import java.util.List;

/**
 * How a resolver asks, how long it waits, and how much work one question may cause.
 *
 * @param timeouts how long to wait for what
 * @param bounds how much work one question may cause
 * @param cache what is remembered, and for how long
 * @param authorityPort port of all authoritative servers other than the root hints; 53 in the world at
 *     large
 * @param mixedCase whether names are asked in random mixed case, which a forger would have to guess
 * @param ipv6 whether name servers are asked over IPv6 too
 * @param minimiseNames whether servers on the way are told no more of a name than they need (RFC 9156)
 * @param networksNotAsked networks in which no name server is asked, however a zone names it; servers and
 *     root hints that are configured are always asked
 * @param dnssec whether and how DNSSEC is checked
 */
public record ResolverConfig(
    Timeouts timeouts,
    Bounds bounds,
    CacheConfig cache,
    int authorityPort,
    boolean mixedCase,
    boolean ipv6,
    boolean minimiseNames,
    List<String> networksNotAsked,
    DnssecConfig dnssec) {

  /** Addresses that lead to ourselves, to our own networks, or nowhere (RFC 6890). */
  public static final List<String> SPECIAL_NETWORKS =
      List.of(
          "0.0.0.0/8",
          "10.0.0.0/8",
          "100.64.0.0/10",
          "127.0.0.0/8",
          "169.254.0.0/16",
          "172.16.0.0/12",
          "192.0.2.0/24",
          "192.168.0.0/16",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "224.0.0.0/3",
          "::/127",
          "2001:db8::/32",
          "fc00::/7",
          "fe80::/10",
          "ff00::/8");

  /** For the world at large. */
  public static final ResolverConfig DEFAULT =
      new ResolverConfig(
          Timeouts.DEFAULT,
          Bounds.DEFAULT,
          CacheConfig.DEFAULT,
          RootHint.PORT,
          true,
          true,
          true,
          SPECIAL_NETWORKS,
          DnssecConfig.DEFAULT);

  /** A configuration whose values make sense together. */
  public ResolverConfig {
    networksNotAsked = List.copyOf(networksNotAsked);
    Limits.require(
        authorityPort >= 1 && authorityPort <= 65535, "authority-port must be from 1 to 65535");
    try {
      new AddressRanges(networksNotAsked);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("networks-not-asked: " + e.getMessage(), e);
    }
  }

  /**
   * How long to wait for what.
   *
   * @param datagram longest wait for the first answer over UDP, less for a server known to be fast; doubled
   *     each time that a server is asked again
   * @param connection wait for a TCP connection and the whole answer over it
   * @param total wait for everything that one question causes
   */
  public record Timeouts(Duration datagram, Duration connection, Duration total) {
    /** Long enough for a far and loaded server, short enough for a mail server's patience. */
    public static final Timeouts DEFAULT =
        new Timeouts(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(20));

    /** Timeouts that make sense together. */
    public Timeouts {
      Limits.require(datagram.isPositive(), "datagram must be longer than zero");
      Limits.require(connection.isPositive(), "connection must be longer than zero");
      Limits.require(total.compareTo(datagram) >= 0, "total must be at least datagram");
    }
  }

  /**
   * How much work one question may cause, whatever the zones on its way say.
   *
   * @param queriesMax queries sent to any server, retries included
   * @param roundsMax how often the servers of one zone are asked before they count as down
   * @param referralsMax zones descended through for one name
   * @param aliasesMax CNAMEs followed from the name asked
   * @param depthMax how deep the search for a name server's address may cause further such searches
   * @param nameServersMax name servers considered of one zone
   * @param nameServerLookupsMax name servers of one zone whose address is searched for, where the referral
   *     brought none
   * @param forgeriesMax datagrams that do not match the query before it is asked over TCP instead
   * @param tcpOctetsMax longest message taken over TCP
   * @param udpOctetsMax longest message asked for over UDP
   * @param serversRememberedMax servers whose speed and quirks are remembered
   */
  public record Bounds(
      int queriesMax,
      int roundsMax,
      int referralsMax,
      int aliasesMax,
      int depthMax,
      int nameServersMax,
      int nameServerLookupsMax,
      int forgeriesMax,
      int tcpOctetsMax,
      int udpOctetsMax,
      int serversRememberedMax) {
    /** Enough for every honest zone; little enough against NXNSAttack (CVE-2020-12662) and its kin. */
    public static final Bounds DEFAULT =
        new Bounds(64, 3, 20, 10, 4, 13, 4, 8, 65_535, 1232, 10_000);

    /** Bounds that leave a resolver room to work. */
    public Bounds {
      Limits.require(queriesMax >= 1, "queries-max must be at least 1");
      Limits.require(roundsMax >= 1, "rounds-max must be at least 1");
      Limits.require(referralsMax >= 1, "referrals-max must be at least 1");
      Limits.require(aliasesMax >= 0, "aliases-max must not be negative");
      Limits.require(depthMax >= 0, "depth-max must not be negative");
      Limits.require(nameServersMax >= 1, "name-servers-max must be at least 1");
      Limits.require(nameServerLookupsMax >= 0, "name-server-lookups-max must not be negative");
      Limits.require(forgeriesMax >= 0, "forgeries-max must not be negative");
      Limits.require(
          tcpOctetsMax >= 512 && tcpOctetsMax <= 65_535,
          "tcp-octets-max must be from 512 to 65535");
      Limits.require(
          udpOctetsMax >= 512 && udpOctetsMax <= 4096, "udp-octets-max must be from 512 to 4096");
      Limits.require(serversRememberedMax >= 1, "servers-remembered-max must be at least 1");
    }
  }

  /** The same with another port for authoritative servers. */
  public ResolverConfig withAuthorityPort(int port) {
    return new ResolverConfig(
        timeouts, bounds, cache, port, mixedCase, ipv6, minimiseNames, networksNotAsked, dnssec);
  }

  /** The same with other networks in which no name server is asked. */
  public ResolverConfig withNetworksNotAsked(List<String> networks) {
    return new ResolverConfig(
        timeouts, bounds, cache, authorityPort, mixedCase, ipv6, minimiseNames, networks, dnssec);
  }

  /** The same with other timeouts. */
  public ResolverConfig withTimeouts(Timeouts other) {
    return new ResolverConfig(
        other,
        bounds,
        cache,
        authorityPort,
        mixedCase,
        ipv6,
        minimiseNames,
        networksNotAsked,
        dnssec);
  }

  /** The same with other bounds. */
  public ResolverConfig withBounds(Bounds other) {
    return new ResolverConfig(
        timeouts,
        other,
        cache,
        authorityPort,
        mixedCase,
        ipv6,
        minimiseNames,
        networksNotAsked,
        dnssec);
  }

  /** The same with another cache. */
  public ResolverConfig withCache(CacheConfig other) {
    return new ResolverConfig(
        timeouts,
        bounds,
        other,
        authorityPort,
        mixedCase,
        ipv6,
        minimiseNames,
        networksNotAsked,
        dnssec);
  }

  /** The same, asking in random mixed case or not. */
  public ResolverConfig withMixedCase(boolean mixed) {
    return new ResolverConfig(
        timeouts,
        bounds,
        cache,
        authorityPort,
        mixed,
        ipv6,
        minimiseNames,
        networksNotAsked,
        dnssec);
  }

  /** The same, asking over IPv6 too or not. */
  public ResolverConfig withIpv6(boolean use) {
    return new ResolverConfig(
        timeouts,
        bounds,
        cache,
        authorityPort,
        mixedCase,
        use,
        minimiseNames,
        networksNotAsked,
        dnssec);
  }

  /** The same, telling servers whole names or not. */
  public ResolverConfig withMinimiseNames(boolean minimise) {
    return new ResolverConfig(
        timeouts,
        bounds,
        cache,
        authorityPort,
        mixedCase,
        ipv6,
        minimise,
        networksNotAsked,
        dnssec);
  }

  /** The same with other rules for DNSSEC. */
  public ResolverConfig withDnssec(DnssecConfig other) {
    return new ResolverConfig(
        timeouts,
        bounds,
        cache,
        authorityPort,
        mixedCase,
        ipv6,
        minimiseNames,
        networksNotAsked,
        other);
  }
}
