package mailroad.dns;

import java.time.Duration;
import java.util.List;

/**
 * What a DNS server takes on at once, and from whom.
 *
 * @param questionsMax questions over UDP answered at the same time; more are dropped, to be asked again
 * @param connectionsMax TCP connections at the same time; more are closed at once
 * @param connectionIdle silence after which a TCP connection is closed
 * @param udpOctetsMax longest answer over UDP, however long a one the asker would take
 * @param clients networks whose questions a resolver answers; others are refused
 */
public record DnsServerConfig(
    int questionsMax,
    int connectionsMax,
    Duration connectionIdle,
    int udpOctetsMax,
    List<String> clients) {
  /** RFC 7766 section 6.2.3 asks for an idle time of seconds; 1232 octets pass every network unfragmented. */
  public static final DnsServerConfig DEFAULT =
      new DnsServerConfig(256, 64, Duration.ofSeconds(10), 1232, List.of("127.0.0.0/8", "::1"));

  /** A configuration whose values make sense. */
  public DnsServerConfig {
    clients = List.copyOf(clients);
    Limits.require(questionsMax >= 1, "questions-max must be at least 1");
    Limits.require(connectionsMax >= 1, "connections-max must be at least 1");
    Limits.require(connectionIdle.isPositive(), "connection-idle must be longer than zero");
    Limits.require(
        udpOctetsMax >= Messages.PLAIN_UDP_OCTETS_MAX && udpOctetsMax <= 65_535,
        "udp-octets-max must be from 512 to 65535");
    try {
      new AddressRanges(clients);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("clients: " + e.getMessage(), e);
    }
  }
}
