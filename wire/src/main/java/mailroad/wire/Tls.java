package mailroad.wire;

import java.io.IOException;
import java.time.Duration;
import mailroad.kernel.Network.Connection;

/** TLS as server and as client (RFC 8446), over any {@link Connection}, by the JDK's SSLEngine. */
public final class Tls {
  private Tls() {}

  /** How one side of a connection is secured. */
  @FunctionalInterface
  public interface Handshake {
    /**
     * Does the handshake. Blocks until it is done.
     *
     * @throws javax.net.ssl.SSLException if it fails; the connection is closed then
     */
    TlsConnection over(Connection connection, Duration timeout) throws IOException;
  }
}
