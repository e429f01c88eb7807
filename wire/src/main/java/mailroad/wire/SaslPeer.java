package mailroad.wire;

import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import mailroad.sasl.ChannelBinding;
import mailroad.sasl.Peer;

/** The other side of a wire, as logins see it. */
public final class SaslPeer {
  private SaslPeer() {}

  /** As the connection is now; asked anew after STARTTLS. */
  public static Peer of(Wire wire) {
    return of(wire, wire.remote().getAddress());
  }

  /** The same for a client of which a proxy has told from where it comes. */
  public static Peer of(Wire wire, InetAddress address) {
    Map<ChannelBinding, byte[]> bindings = new EnumMap<>(ChannelBinding.class);
    Optional<X509Certificate> certificate = Optional.empty();
    Optional<TlsConnection> tls = wire.tls();
    if (tls.isPresent()) {
      for (ChannelBinding kind : ChannelBinding.values()) {
        tls.get().binding(kind).ifPresent(octets -> bindings.put(kind, octets));
      }
      certificate = tls.get().peerCertificates().stream().findFirst();
    }
    return new Peer(address, tls.isPresent(), bindings, certificate);
  }
}
