package mailroad.lab.sim;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import mailroad.kernel.Network;

/** The internet as one machine sees it in one life. */
final class SimulatedNetwork implements Network {
  private final Internet internet;
  private final Scheduler scheduler;
  private final Machine machine;
  private final Life life;

  SimulatedNetwork(Internet internet, Machine machine, Life life) {
    this.internet = internet;
    this.scheduler = internet.scheduler;
    this.machine = machine;
    this.life = life;
  }

  @Override
  public Acceptor listen(InetSocketAddress at) throws IOException {
    enter();
    checkOwned(at);
    InetSocketAddress real = life.ports.reserveTcp(at);
    TcpAcceptor acceptor = new TcpAcceptor(internet, life, real, Internet.show(real));
    life.ports.add(acceptor);
    scheduler.log("listens: " + acceptor);
    return acceptor;
  }

  @Override
  public Connection connect(Optional<InetAddress> from, InetSocketAddress to, Duration timeout)
      throws IOException {
    enter();
    SimulatedTask me = scheduler.enter();
    checkResolved(to);
    InetAddress source = source(from, to);
    Machine server =
        internet
            .owner(machine, to.getAddress())
            .orElseThrow(() -> new NoRouteToHostException("no route to " + Internet.show(to)));
    int port = life.ports.outgoing(source);
    scheduler.log(
        "connect %s %s:%d %s".formatted(machine, source.getHostAddress(), port, Internet.show(to)));
    Tcp.Place client = new Tcp.Place(machine, life, new InetSocketAddress(source, port));
    Handshake handshake = new Handshake(internet, client, server, to);
    handshake.begin();
    return await(me, handshake, client, timeout);
  }

  private Connection await(
      SimulatedTask me, Handshake handshake, Tcp.Place client, Duration timeout)
      throws IOException {
    long deadline = scheduler.deadline(timeout);
    boolean made = false;
    try {
      while (handshake.established().isEmpty()) {
        if (handshake.isRefused()) {
          throw new ConnectException("Connection refused");
        }
        switch (scheduler.park(me, handshake.waiters, deadline, "a connection from", machine)) {
          case CALLED -> {}
          case TIMED_OUT -> throw new SocketTimeoutException("Connect timed out");
          case CANCELLED -> {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("cancelled");
          }
        }
      }
      made = true;
      return handshake.established().get();
    } finally {
      if (!made) {
        handshake.abandon();
        life.ports.releaseOutgoing(client.address().getPort());
      }
    }
  }

  private InetAddress source(Optional<InetAddress> from, InetSocketAddress to) throws IOException {
    if (from.isPresent()) {
      checkOwned(new InetSocketAddress(from.get(), 0));
      return from.get();
    }
    return machine
        .sourceFor(to.getAddress())
        .orElseThrow(() -> new NoRouteToHostException("no route to " + Internet.show(to)));
  }

  @Override
  public Datagrams bind(InetSocketAddress at) throws IOException {
    enter();
    checkOwned(at);
    UdpPort port = new UdpPort(internet, machine, life.ports.reserveUdp(at));
    life.ports.add(port);
    return port;
  }

  @Override
  public Acceptor listenLocal(Path at) throws IOException {
    enter();
    TcpAcceptor acceptor = new TcpAcceptor(internet, life, localAddress(), at.toString());
    life.ports.add(at, acceptor);
    scheduler.log("listens: " + acceptor);
    return acceptor;
  }

  @Override
  public Connection connectLocal(Path to) throws IOException {
    enter();
    TcpAcceptor acceptor = life.ports.acceptor(to);
    if (acceptor == null || !acceptor.reserve()) {
      throw new ConnectException("Connection refused");
    }
    Tcp.Place place = new Tcp.Place(machine, life, localAddress());
    Tcp tcp = new Tcp(internet, place, place);
    scheduler.log("%s connects: %s".formatted(tcp, acceptor));
    acceptor.offer(tcp.server);
    return tcp.client;
  }

  private static InetSocketAddress localAddress() {
    return new InetSocketAddress(Internet.LOOPBACK_4, 0);
  }

  private void enter() {
    scheduler.touch();
    if (!life.alive()) {
      throw new IllegalStateException(machine + " has crashed: start it anew");
    }
  }

  private void checkOwned(InetSocketAddress at) throws IOException {
    checkResolved(at);
    if (!at.getAddress().isAnyLocalAddress() && !machine.owns(at.getAddress())) {
      throw new BindException(
          "cannot use %s: not an address of %s".formatted(Internet.show(at), machine));
    }
  }

  private static void checkResolved(InetSocketAddress at) throws UnknownHostException {
    if (at.isUnresolved()) {
      throw new UnknownHostException(at.getHostString());
    }
  }
}
