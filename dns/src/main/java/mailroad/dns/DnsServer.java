package mailroad.dns;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.Network;
import mailroad.kernel.World;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One address on which questions come in over UDP and TCP. One task receives datagrams and one accepts
 * connections; each datagram, and each connection, is answered by a task of its own.
 */
final class DnsServer implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(DnsServer.class);
  private static final int PORT_TRIES_MAX = 20;
  private static final int QUERY_OCTETS_MAX = 65_535;
  private static final Duration LONG = Duration.ofHours(1);
  private static final Duration AFTER_FAULT = Duration.ofMillis(100);

  /** Who asks, and how. */
  record Peer(InetSocketAddress address, boolean tcp) {}

  /** Turns the octets of a query into those of its answers: none, one, or what a liar sends. */
  interface Responder {
    List<byte[]> respond(byte[] query, Peer peer) throws InterruptedException;
  }

  private final World world;
  private final DnsServerConfig config;
  private final Responder responder;
  private final Network.Datagrams udp;
  private final Network.Acceptor tcp;
  private final Tasks loops;
  private final Tasks questions;
  private final Tasks connections;
  private volatile boolean closed;

  private DnsServer(World world, DnsServerConfig config, Responder responder, Ports ports) {
    this.world = world;
    this.config = config;
    this.responder = responder;
    udp = ports.udp();
    tcp = ports.tcp();
    loops = new Tasks(world, 2);
    questions = new Tasks(world, config.questionsMax());
    connections = new Tasks(world, config.connectionsMax());
  }

  /** Opens both ports and begins to answer. */
  static DnsServer open(
      World world, DnsServerConfig config, InetSocketAddress at, Responder responder)
      throws IOException {
    DnsServer server = new DnsServer(world, config, responder, ports(world.network(), at));
    String where = SocketText.show(server.address());
    server.loops.start("dns udp " + where, server::receive);
    server.loops.start("dns tcp " + where, server::accept);
    LOG.info("dns listening={}", where);
    return server;
  }

  private record Ports(Network.Acceptor tcp, Network.Datagrams udp) {}

  /** The same port for both; where any will do, several are tried until one is free for both. */
  private static Ports ports(Network network, InetSocketAddress at) throws IOException {
    BindException last = new BindException("no port is free for both UDP and TCP");
    for (int i = 0; i < (at.getPort() == 0 ? PORT_TRIES_MAX : 1); i++) {
      Network.Acceptor tcp = network.listen(at);
      try {
        return new Ports(tcp, network.bind(tcp.address()));
      } catch (BindException e) {
        last = e;
        tcp.close();
      } catch (IOException e) {
        tcp.close();
        throw e;
      }
    }
    throw last;
  }

  InetSocketAddress address() {
    return tcp.address();
  }

  private void receive() throws InterruptedException {
    while (!closed) {
      try {
        Optional<Network.Datagram> datagram = udp.receive(LONG);
        datagram.ifPresent(
            it -> questions.start("dns " + SocketText.show(it.from()), () -> answer(it)));
      } catch (IOException e) {
        goOn(e);
      }
    }
  }

  private void answer(Network.Datagram datagram) throws InterruptedException {
    Peer peer = new Peer(datagram.from(), false);
    try {
      for (byte[] answer : responder.respond(datagram.content(), peer)) {
        udp.send(answer, datagram.from());
      }
    } catch (IOException e) {
      // The asker will ask again.
      LOG.debug("dns unsent to={} why={}", SocketText.show(datagram.from()), e.getMessage());
    }
  }

  private void accept() throws InterruptedException {
    while (!closed) {
      try {
        Network.Connection connection = tcp.accept();
        String name = "dns " + SocketText.show(connection.remote());
        if (!connections.start(name, () -> serve(connection))) {
          connection.close();
        }
      } catch (IOException e) {
        goOn(e);
      }
    }
  }

  /** RFC 7766 section 6.2.1: as many questions over one connection as the client likes, in their order. */
  private void serve(Network.Connection connection) throws InterruptedException {
    try (connection) {
      while (!closed) {
        Peer peer = new Peer(connection.remote(), true);
        byte[] query = frames(connection).read(QUERY_OCTETS_MAX);
        for (byte[] answer : responder.respond(query, peer)) {
          frames(connection).write(answer);
        }
      }
    } catch (SocketTimeoutException | EOFException e) {
      // It has no more questions.
      LOG.trace("dns done with={}", SocketText.show(connection.remote()));
    } catch (IOException e) {
      LOG.debug("dns broken with={} why={}", SocketText.show(connection.remote()), e.getMessage());
    }
  }

  private Frames frames(Network.Connection connection) {
    return new Frames(world, connection, world.now().plus(config.connectionIdle()));
  }

  /** A fault of the socket while it is still meant to be open: wait a little, as it may last. */
  private void goOn(IOException fault) throws InterruptedException {
    boolean cancelled =
        fault instanceof InterruptedIOException && !(fault instanceof SocketTimeoutException);
    if (closed || cancelled) {
      closed = true;
      return;
    }
    LOG.warn("dns fault at={} why={}", SocketText.show(address()), fault.getMessage());
    world.sleep(AFTER_FAULT);
  }

  /** Stops listening and ends all tasks, without waiting for their end. */
  @Override
  public void close() {
    closed = true;
    udp.close();
    tcp.close();
    loops.cancel();
    questions.cancel();
    connections.cancel();
  }

  /** Waits until all tasks have ended. */
  void join() throws InterruptedException {
    loops.join();
    questions.join();
    connections.join();
  }
}
