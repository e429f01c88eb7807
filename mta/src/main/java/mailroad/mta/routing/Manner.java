package mailroad.mta.routing;

import java.net.InetAddress;
import java.util.List;
import mailroad.mta.routing.RoutingConfig.TlsDemand;
import mailroad.smtp.client.Protocol;

/**
 * How a host is met.
 *
 * @param login name to log in with; empty for none
 * @param password of the login; empty where a token proves it
 * @param tokenFile file with the token of the login; empty where a password proves it
 * @param sources own addresses to connect from, one of those of the host's family; empty for the usual one
 */
public record Manner(
    Protocol protocol,
    TlsDemand tls,
    String login,
    String password,
    String tokenFile,
    List<InetAddress> sources) {
  /** SMTP, encrypted where offered, without a login. */
  public static final Manner USUAL =
      new Manner(Protocol.SMTP, TlsDemand.OPPORTUNISTIC, "", "", "", List.of());

  /** The record's list does not change. */
  public Manner {
    sources = List.copyOf(sources);
  }

  /** The same in another protocol. */
  public Manner with(Protocol other) {
    return new Manner(other, tls, login, password, tokenFile, sources);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "%s tls=%s login=%s sources=%s".formatted(protocol, tls, login, sources);
  }
}
