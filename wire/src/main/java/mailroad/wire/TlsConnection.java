package mailroad.wire;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.Network.Connection;
import mailroad.sasl.ChannelBinding;

/** A connection secured by TLS. */
public interface TlsConnection extends Connection {
  /** Such as {@code TLSv1.3}. */
  String protocol();

  /** Such as {@code TLS_AES_256_GCM_SHA384}. */
  String cipher();

  /**
   * As a client: whether an earlier session was resumed (RFC 8446 section 2.2), so that the server showed no
   * certificate now.
   */
  boolean resumed();

  /** The other side's certificate, then those that signed it; empty if it showed none. */
  List<X509Certificate> peerCertificates();

  /** What both ends can call this connection by; empty if it has none of that kind. Not to be changed. */
  Optional<byte[]> binding(ChannelBinding kind);

  /** As a server: the host name that the client asked for (SNI, RFC 6066 section 3). */
  Optional<String> serverName();

  /** The protocol agreed on by ALPN (RFC 7301). */
  Optional<String> alpn();
}
