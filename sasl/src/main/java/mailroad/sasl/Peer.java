package mailroad.sasl;

import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;

/**
 * The other side of a connection, as far as a login is concerned.
 *
 * @param address from where it comes
 * @param secured whether TLS is beneath
 * @param bindings what the TLS beneath can be told by; the octets are not to be changed
 * @param certificate the client's own, already verified; empty if it showed none
 */
public record Peer(
    InetAddress address,
    boolean secured,
    Map<ChannelBinding, byte[]> bindings,
    Optional<X509Certificate> certificate) {
  /** The record's map does not change. */
  public Peer {
    bindings = Map.copyOf(bindings);
  }

  /** A peer without TLS. */
  public static Peer inTheClear(InetAddress address) {
    return new Peer(address, false, Map.of(), Optional.empty());
  }

  /** What the channel is called; nothing where it has no name of that kind. */
  byte[] bound(Optional<ChannelBinding> kind) {
    return kind.flatMap(some -> Optional.ofNullable(bindings.get(some)))
        .orElseGet(() -> new byte[0]);
  }

  /** Secrets are not shown. */
  @Override
  public String toString() {
    return "Peer[%s, secured=%s, bindings=%s]".formatted(address, secured, bindings.keySet());
  }
}
