package mailroad.transfer.imap;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * Another server, as {@code imap://user@host:port/mailbox} names it (RFC 5092 section 3); {@code imaps} begins with TLS.
 *
 * @param tls whether TLS comes first; otherwise STARTTLS is asked for
 * @param user the login
 * @param mailbox the only one that is meant; empty for all
 */
public record Server(boolean tls, String user, String host, int port, String mailbox) {
  /** Reads a URL; empty if it is none of these, or has no user. */
  public static Optional<Server> parse(String url) {
    try {
      URI uri = new URI(url);
      boolean tls = "imaps".equalsIgnoreCase(uri.getScheme());
      boolean right = tls || "imap".equalsIgnoreCase(uri.getScheme());
      String user = uri.getUserInfo();
      if (!right || uri.getHost() == null || user == null || user.isEmpty()) {
        return Optional.empty();
      }
      String host = uri.getHost().replaceAll("[\\[\\]]", "");
      int port = uri.getPort() > 0 ? uri.getPort() : tls ? 993 : 143;
      String path = Optional.ofNullable(uri.getPath()).orElse("");
      return Optional.of(
          new Server(tls, user, host, port, path.startsWith("/") ? path.substring(1) : path));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /** Where it is; the World looks the name up. */
  InetSocketAddress address() {
    return InetSocketAddress.createUnresolved(host, port);
  }

  @Override
  public String toString() {
    return (tls ? "imaps://" : "imap://") + user + "@" + host + ":" + port;
  }
}
