package mailroad.lab.sim;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connection being made: the first packet (SYN) goes out, and again after 1, 3, 7... seconds while
 * nothing comes back.
 */
final class Handshake {
  private static final long FIRST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);

  final WaitList waiters = new WaitList();
  private final Internet internet;
  private final Scheduler scheduler;
  private final Tcp.Place client;
  private final Machine server;
  private final InetSocketAddress to;
  private @Nullable TcpEnd established;
  private boolean refused;
  private boolean answered;
  private boolean abandoned;

  Handshake(Internet internet, Tcp.Place client, Machine server, InetSocketAddress to) {
    this.internet = internet;
    this.scheduler = internet.scheduler;
    this.client = client;
    this.server = server;
    this.to = to;
  }

  void begin() {
    send(FIRST_WAIT_NANOS);
  }

  private void send(long thenWait) {
    if (answered || abandoned || !client.life().alive()) {
      return;
    }
    scheduler.after(internet.latency(client.machine(), server), this::arrive);
    scheduler.after(thenWait, () -> send(2 * thenWait));
  }

  private void arrive() {
    if (answered || abandoned || !internet.passes(client.machine(), server)) {
      return;
    }
    Optional<TcpAcceptor> acceptor =
        server.state == Machine.State.UP ? server.life.ports.acceptor(to) : Optional.empty();
    if (acceptor.isEmpty()) {
      answered = true;
      scheduler.log("refused %s %s".formatted(client.machine(), Internet.show(to)));
      scheduler.after(internet.latency(server, client.machine()), this::refuse);
    } else if (acceptor.get().reserve()) {
      answered = true;
      answer(acceptor.get());
    }
  }

  private void refuse() {
    refused = true;
    waiters.wakeAll(scheduler);
  }

  private void answer(TcpAcceptor acceptor) {
    long there = scheduler.elapsed() + internet.latency(server, client.machine());
    Life serverLife = server.life;
    scheduler.at(
        there,
        () -> {
          if (abandoned || !client.life().alive() || !serverLife.alive()) {
            acceptor.release();
          } else {
            establish(acceptor, serverLife);
          }
        });
  }

  private void establish(TcpAcceptor acceptor, Life serverLife) {
    Tcp tcp = new Tcp(internet, client, new Tcp.Place(server, serverLife, to));
    long accepted = scheduler.elapsed() + internet.latency(client.machine(), server);
    tcp.from(tcp.client).notBefore(accepted);
    tcp.client.ownOutgoingPort();
    established = tcp.client;
    tcp.log(tcp.client, "is connected: " + tcp.client);
    waiters.wakeAll(scheduler);
    scheduler.at(accepted, () -> acceptor.offer(tcp.server));
  }

  /** The client's end, once there is one. */
  Optional<TcpEnd> established() {
    return Optional.ofNullable(established);
  }

  boolean isRefused() {
    return refused;
  }

  /** Nobody waits any longer. */
  void abandon() {
    abandoned = true;
    if (established != null) {
      established.close();
    }
  }
}
