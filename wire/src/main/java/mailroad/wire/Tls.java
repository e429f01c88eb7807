package mailroad.wire;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import mailroad.kernel.Network.Connection;
import mailroad.kernel.World;

/**
 * TLS as server and as client (RFC 8446, and RFC 5246 for those who have no better), over any {@link
 * Connection}, by the JDK's SSLEngine. Older versions are not spoken (RFC 8996).
 */
public final class Tls {
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  private Tls() {}

  /** How one side of a connection is secured. Holds no state of a connection; used for many. */
  @FunctionalInterface
  public interface Handshake {
    /**
     * Does the handshake. Blocks until it is done.
     *
     * @param timeout how long the whole handshake may take
     * @throws javax.net.ssl.SSLException if it fails; the connection is closed then
     * @throws java.net.SocketTimeoutException if it takes too long; the connection is closed then
     */
    TlsConnection over(World world, Connection connection, Duration timeout) throws IOException;
  }

  /**
   * The server's side.
   *
   * @param keys asked anew at each handshake, so that they can be renewed while the server runs
   * @param alpn protocol names to accept: a client that offers others only is turned away, so that what
   *     was meant for another service is not taken for mail (RFC 7301; RFC 9325 section 3.7). A client
   *     that offers none is served
   */
  public static Handshake server(ServerKeys keys, String... alpn) {
    return server(keys, false, alpn);
  }

  /**
   * The same for a port that users log in at: where the keys {@linkplain ServerKeys#trustClients trust} certificates of
   * clients, the client is asked for one. It may have none; one for which nobody vouches ends the handshake.
   */
  public static Handshake serverForUsers(ServerKeys keys, String... alpn) {
    return server(keys, true, alpn);
  }

  private static Handshake server(ServerKeys keys, boolean users, String... alpn) {
    String[] protocols = alpn.clone();
    return (world, connection, timeout) -> {
      SSLEngine engine = keys.context().createSSLEngine();
      engine.setUseClientMode(false);
      SSLParameters parameters = engine.getSSLParameters();
      parameters.setProtocols(PROTOCOLS);
      parameters.setUseCipherSuitesOrder(true);
      parameters.setApplicationProtocols(protocols);
      parameters.setWantClientAuth(users && keys.trustsClients());
      engine.setSSLParameters(parameters);
      return EngineConnection.open(world, connection, engine, timeout);
    };
  }

  /**
   * The client's side.
   *
   * @param serverName the host that is meant: asked for by SNI, and, unless {@code trust} takes anybody,
   *     compared with the certificate (RFC 9525). A session that the same trust proved at that host and port
   *     within the last hour is resumed where the server agrees (RFC 8446 section 2.2)
   */
  public static Handshake client(ClientTrust trust, String serverName) {
    return (world, connection, timeout) -> {
      // By name and port the JDK finds a session of this trust again, and resumes it.
      int port = connection.remote().getPort();
      SSLEngine engine = trust.context().createSSLEngine(serverName, port);
      engine.setUseClientMode(true);
      SSLParameters parameters = engine.getSSLParameters();
      parameters.setProtocols(PROTOCOLS);
      parameters.setServerNames(ServerNames.toAsk(serverName));
      if (trust.checksNames()) {
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
      }
      engine.setSSLParameters(parameters);
      return EngineConnection.open(world, connection, engine, timeout);
    };
  }

  /** Host names in SNI. */
  private static final class ServerNames {
    /** RFC 6066 section 3: names only, no address literals. */
    static List<javax.net.ssl.SNIServerName> toAsk(String name) {
      boolean address = name.contains(":") || name.matches("[0-9.]+") || name.isEmpty();
      try {
        return address ? List.of() : List.of(new javax.net.ssl.SNIHostName(name));
      } catch (IllegalArgumentException e) {
        return List.of(); // an MX of a form that SNI has no words for, such as _mx.example.org
      }
    }
  }
}
