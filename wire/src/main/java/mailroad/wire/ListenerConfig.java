package mailroad.wire;

import java.time.Duration;
import java.util.List;
import mailroad.kernel.AddressRange;

/**
 * Bounds of a listening port.
 *
 * @param connectionsMax most connections at a time; who comes beyond is told so and sent away
 * @param connectionsPerAddressMax most connections at a time from one IPv4 address or one IPv6 /64
 * @param connectionsPerMinutePerAddressMax most connections within a minute from one IPv4 address or one IPv6 /64; 0
 *     for any number
 * @param crowdedPercent part of {@code connections-max} from which on SMTP clients that keep silent are sent away early
 *     ({@code smtp.times.crowded-timeout})
 * @param proxyFrom addresses and networks of proxies, whose connections must begin with a PROXY header; nobody else's
 *     may
 * @param handshakeTimeout longest time that a TLS handshake from the start, or a PROXY header, may take
 * @param writeTimeout longest time that a client may take to accept what is written to it
 */
public record ListenerConfig(
    int connectionsMax,
    int connectionsPerAddressMax,
    int connectionsPerMinutePerAddressMax,
    int crowdedPercent,
    List<String> proxyFrom,
    Duration handshakeTimeout,
    Duration writeTimeout) {
  /** For a server on the internet. */
  public static final ListenerConfig DEFAULT =
      new ListenerConfig(
          10_000, 100, 0, 90, List.of(), Duration.ofSeconds(30), Duration.ofMinutes(5));

  /** Bounds that make sense. */
  public ListenerConfig {
    require(connectionsMax >= 1, "connections-max must be at least 1");
    require(connectionsPerAddressMax >= 1, "connections-per-address-max must be at least 1");
    require(
        connectionsPerMinutePerAddressMax >= 0,
        "connections-per-minute-per-address-max must be at least 0");
    require(
        crowdedPercent >= 1 && crowdedPercent <= 100, "crowded-percent must be between 1 and 100");
    proxyFrom = List.copyOf(proxyFrom);
    AddressRange.privileged("proxy-from", proxyFrom);
    require(handshakeTimeout.isPositive(), "handshake-timeout must be longer than zero");
    require(writeTimeout.isPositive(), "write-timeout must be longer than zero");
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }
}
