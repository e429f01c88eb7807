package mailroad.wire.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import mailroad.kernel.Network.Connection;
import mailroad.kernel.World;
import mailroad.wire.ClientTrust;
import mailroad.wire.Deadline;
import mailroad.wire.Tls;
import mailroad.wire.Wire;

/**
 * Asks web servers over TLS, one request a connection. Holds no state between requests but TLS sessions; any
 * number of tasks may use it. Blocks its caller, never longer than the bound.
 */
public final class HttpsClient {
  private final World world;
  private final Bounds bounds;
  private final ClientTrust trust;

  /**
   * What an answer may take.
   *
   * @param timeMax for all of it: connecting, TLS, request and answer
   * @param octetsMax most octets of content
   */
  public record Bounds(Duration timeMax, int octetsMax) {}

  /**
   * A client.
   *
   * @param trust who vouches for servers
   */
  public HttpsClient(World world, Bounds bounds, ClientTrust trust) {
    this.world = world;
    this.bounds = bounds;
    this.trust = trust;
  }

  /**
   * Asks one server.
   *
   * @param addresses where it is, tried in this order until one answers the connection. The caller has made sure
   *     that they are such as strangers may steer us to
   */
  public Fetched ask(Request request, List<InetAddress> addresses) throws InterruptedException {
    Deadline deadline = Deadline.in(world, bounds.timeMax());
    Fetched last = new Fetched.Broken("it has no address to ask at");
    for (InetAddress address : addresses) {
      try {
        InetSocketAddress at = new InetSocketAddress(address, request.port());
        Connection connection =
            world.network().connect(at, share(deadline.left(), addresses.size()));
        return converse(request, connection, deadline);
      } catch (SocketTimeoutException e) {
        last = new Fetched.Broken("%s did not answer in time".formatted(address.getHostAddress()));
      } catch (InterruptedIOException e) {
        throw cancelled(e);
      } catch (IOException e) {
        last = new Fetched.Broken("%s: %s".formatted(address.getHostAddress(), reason(e)));
      }
    }
    return last;
  }

  /** An address that does not answer leaves time for the others. */
  private static Duration share(Duration left, int addresses) {
    return addresses > 1 ? left.dividedBy(2) : left;
  }

  private Fetched converse(Request request, Connection connection, Deadline deadline)
      throws InterruptedException {
    try (Wire wire = new Wire(world, connection, bounds.timeMax())) {
      Optional<String> fault = secure(wire, request, deadline);
      if (fault.isPresent()) {
        return new Fetched.Untrusted(fault.get());
      }
      wire.write(request.head());
      if (request.content().isPresent()) {
        wire.write(request.content().get().octets());
      }
      wire.flush();
      return new ResponseReader(wire, deadline, bounds.octetsMax()).read();
    } catch (SocketTimeoutException e) {
      return new Fetched.Broken("not done within %d s".formatted(bounds.timeMax().toSeconds()));
    } catch (InterruptedIOException e) {
      throw cancelled(e);
    } catch (IOException e) {
      return new Fetched.Broken(reason(e));
    }
  }

  private Optional<String> secure(Wire wire, Request request, Deadline deadline)
      throws IOException {
    try {
      wire.startTls(Tls.client(trust, request.host()), deadline.left());
      return Optional.empty();
    } catch (SSLException e) {
      return Optional.of(reason(e));
    }
  }

  private static InterruptedException cancelled(InterruptedIOException e) {
    InterruptedException cancelled = new InterruptedException("cancelled");
    cancelled.initCause(e);
    return cancelled;
  }

  private static String reason(IOException e) {
    return Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
  }
}
