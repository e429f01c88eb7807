package mailroad.mta.delivery;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import mailroad.kernel.Domain;
import mailroad.smtp.client.SmtpClientConfig;

/**
 * How other servers are reached.
 *
 * @param connectTimeout how long to wait for a connection to be made
 * @param sourceAddressIpv4 own address to connect from over IPv4; empty leaves it to the system
 * @param sourceAddressIpv6 own address to connect from over IPv6; empty leaves it to the system
 * @param attemptTimeMax how long an attempt goes on to further addresses; one that talks may finish
 * @param hostRestFirst how long a host that did not answer is left alone at first; each further failure doubles it
 * @param hostRestMax longest time that a host is left alone
 * @param hostsRememberedMax most hosts that are remembered as failing
 * @param sessionIdleMax how long a session waits for more mail to the same host; zero for not at all
 * @param sessionTimeMax how long a session is used for further mail
 * @param sessionMessagesMax most messages that one session carries
 * @param sessionsKeptMax most sessions that wait for more mail at once
 * @param client how SMTP is spoken
 */
public record DeliveryConfig(
    Duration connectTimeout,
    String sourceAddressIpv4,
    String sourceAddressIpv6,
    Duration attemptTimeMax,
    Duration hostRestFirst,
    Duration hostRestMax,
    int hostsRememberedMax,
    Duration sessionIdleMax,
    Duration sessionTimeMax,
    int sessionMessagesMax,
    int sessionsKeptMax,
    SmtpClientConfig client) {
  /** Half a minute for a connection; failing hosts are asked again after a minute at first. */
  public static final DeliveryConfig DEFAULT =
      new DeliveryConfig(
          Duration.ofSeconds(30),
          "",
          "",
          Duration.ofMinutes(30),
          Duration.ofMinutes(1),
          Duration.ofMinutes(30),
          10_000,
          Duration.ofSeconds(2),
          Duration.ofMinutes(5),
          100,
          100,
          SmtpClientConfig.DEFAULT);

  /** Checks the bounds. */
  public DeliveryConfig {
    require(connectTimeout.isPositive(), "connect-timeout must be longer than zero");
    require(
        isAddress(sourceAddressIpv4, 4), "source-address-ipv4 must be an IPv4 address, or empty");
    require(
        isAddress(sourceAddressIpv6, 16), "source-address-ipv6 must be an IPv6 address, or empty");
    require(attemptTimeMax.isPositive(), "attempt-time-max must be longer than zero");
    require(hostRestFirst.isPositive(), "host-rest-first must be longer than zero");
    require(
        hostRestMax.compareTo(hostRestFirst) >= 0,
        "host-rest-max must be at least host-rest-first");
    require(hostsRememberedMax >= 100, "hosts-remembered-max must be at least 100");
    require(!sessionIdleMax.isNegative(), "session-idle-max must not be below zero");
    require(sessionTimeMax.isPositive(), "session-time-max must be longer than zero");
    require(sessionMessagesMax >= 1, "session-messages-max must be at least 1");
    require(sessionsKeptMax >= 0, "sessions-kept-max must not be below zero");
  }

  /** The same, no answer waited for longer than that. */
  public DeliveryConfig withPatience(Duration most) {
    return new DeliveryConfig(
        connectTimeout.compareTo(most) < 0 ? connectTimeout : most,
        sourceAddressIpv4,
        sourceAddressIpv6,
        attemptTimeMax,
        hostRestFirst,
        hostRestMax,
        hostsRememberedMax,
        sessionIdleMax,
        sessionTimeMax,
        sessionMessagesMax,
        sessionsKeptMax,
        client.withPatience(most));
  }

  /** The same, from that address over IPv4. */
  public DeliveryConfig withSourceIpv4(String address) {
    return new DeliveryConfig(
        connectTimeout,
        address,
        sourceAddressIpv6,
        attemptTimeMax,
        hostRestFirst,
        hostRestMax,
        hostsRememberedMax,
        sessionIdleMax,
        sessionTimeMax,
        sessionMessagesMax,
        sessionsKeptMax,
        client);
  }

  /** The same, failing hosts left alone for so long at first and at most. */
  public DeliveryConfig withRests(Duration first, Duration max) {
    return new DeliveryConfig(
        connectTimeout,
        sourceAddressIpv4,
        sourceAddressIpv6,
        attemptTimeMax,
        first,
        max,
        hostsRememberedMax,
        sessionIdleMax,
        sessionTimeMax,
        sessionMessagesMax,
        sessionsKeptMax,
        client);
  }

  /** The address to connect from to another. */
  Optional<InetAddress> sourceFor(InetAddress to) {
    return address(to.getAddress().length == 4 ? sourceAddressIpv4 : sourceAddressIpv6);
  }

  private static boolean isAddress(String text, int octets) {
    return text.isEmpty() || address(text).filter(a -> a.getAddress().length == octets).isPresent();
  }

  private static Optional<InetAddress> address(String text) {
    return Domain.parse(text.contains(":") ? "[IPv6:" + text + "]" : "[" + text + "]")
        .flatMap(Domain::literal);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
