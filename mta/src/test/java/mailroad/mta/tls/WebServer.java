package mailroad.mta.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import mailroad.kernel.DelegatingWorld;
import mailroad.kernel.Network;
import mailroad.kernel.World;
import mailroad.wire.SelfSigned;
import mailroad.wire.ServerKeys;
import mailroad.wire.Tls;
import mailroad.wire.Wire;

/**
 * A web server on this machine with one document. {@link #world()} is the world around it, but that its port is 443:
 * tests may not take such ports.
 */
public final class WebServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final World world;
  private final Network.Acceptor acceptor;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile String answer = "";

  public WebServer(World world, String address, SelfSigned keys) throws Exception {
    this.world = world;
    acceptor = world.network().listen(new InetSocketAddress(InetAddress.getByName(address), 0));
    Tls.Handshake tls = Tls.server(ServerKeys.of(keys.identity()));
    world.start(
        "web",
        () -> {
          try {
            while (true) {
              serve(new Wire(world, acceptor.accept(), PATIENCE), tls);
            }
          } catch (IOException e) {
            // The test is over.
          }
        });
  }

  private void serve(Wire wire, Tls.Handshake tls) {
    try (wire) {
      wire.startTls(tls, PATIENCE);
      asked.add(wire.readLine(1000, PATIENCE).text());
      while (wire.readLine(1000, PATIENCE).octets().length > 0) {
        // the header section
      }
      wire.write(answer);
      wire.flush();
    } catch (IOException e) {
      asked.add(String.valueOf(e.getMessage()));
    }
  }

  /** Has this policy from now on. */
  WebServer has(String policy) {
    answer = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n" + policy;
    return this;
  }

  /** Says this, whole, from now on. */
  public WebServer says(String words) {
    answer = words;
    return this;
  }

  /** Where it really listens. */
  public int port() {
    return acceptor.address().getPort();
  }

  /** The requests. */
  public List<String> asked() {
    return asked;
  }

  /** The world in which this server is at port 443. */
  World world() {
    return new Around();
  }

  @Override
  public void close() {
    acceptor.close();
  }

  private final class Around extends DelegatingWorld {
    Around() {
      super(world);
    }

    @Override
    public Network network() {
      return new Ports(super.network());
    }
  }

  private final class Ports implements Network {
    private final Network under;

    Ports(Network under) {
      this.under = under;
    }

    @Override
    public Connection connect(Optional<InetAddress> from, InetSocketAddress to, Duration timeout)
        throws IOException {
      return under.connect(from, to.getPort() == 443 ? acceptor.address() : to, timeout);
    }

    @Override
    public Acceptor listen(InetSocketAddress at) throws IOException {
      return under.listen(at);
    }

    @Override
    public Datagrams bind(InetSocketAddress at) throws IOException {
      return under.bind(at);
    }

    @Override
    public Acceptor listenLocal(java.nio.file.Path at) throws IOException {
      return under.listenLocal(at);
    }

    @Override
    public Connection connectLocal(java.nio.file.Path to) throws IOException {
      return under.connectLocal(to);
    }
  }
}
