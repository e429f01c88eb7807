package mailroad.lab.sim;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import mailroad.kernel.Network.Datagram;
import mailroad.kernel.Network.Datagrams;

/** A UDP port. */
final class UdpPort implements Datagrams {
  private static final int OCTETS_MAX = 65_507;

  private final Internet internet;
  private final Scheduler scheduler;
  private final Machine machine;
  private final Life life;
  private final InetSocketAddress address;
  private final ArrayDeque<Datagram> arrived = new ArrayDeque<>();
  private final WaitList receivers = new WaitList();
  private boolean closed;

  UdpPort(Internet internet, Machine machine, InetSocketAddress address) {
    this.internet = internet;
    this.scheduler = internet.scheduler;
    this.machine = machine;
    this.life = machine.life;
    this.address = address;
  }

  @Override
  public InetSocketAddress address() {
    return address;
  }

  @Override
  public void send(byte[] content, InetSocketAddress to) throws IOException {
    scheduler.touch();
    if (closed) {
      throw new SocketException("Socket closed");
    } else if (content.length > OCTETS_MAX) {
      throw new IOException("Message too long");
    }
    Machine target =
        internet
            .owner(machine, to.getAddress())
            .orElseThrow(() -> new NoRouteToHostException("no route to " + Internet.show(to)));
    Datagram datagram = new Datagram(content.clone(), source(to));
    String line = "udp %s %s %d octets".formatted(text(datagram.from()), text(to), content.length);
    if (internet.random.nextDouble() < internet.link(machine, target).loss()) {
      scheduler.log(line + " lost");
      return;
    }
    scheduler.log(line);
    scheduler.after(internet.latency(machine, target), () -> arrive(machine, target, to, datagram));
  }

  private InetSocketAddress source(InetSocketAddress to) throws IOException {
    if (!address.getAddress().isAnyLocalAddress()) {
      return address;
    }
    InetAddress from =
        machine
            .sourceFor(to.getAddress())
            .orElseThrow(() -> new NoRouteToHostException("no route to " + Internet.show(to)));
    return new InetSocketAddress(from, address.getPort());
  }

  private void arrive(Machine from, Machine target, InetSocketAddress to, Datagram datagram) {
    if (!internet.passes(from, target) || target.state != Machine.State.UP) {
      scheduler.log("udp %s %s does not arrive".formatted(text(datagram.from()), text(to)));
      return;
    }
    Optional<UdpPort> port = target.life.ports.udp(to);
    if (port.isEmpty() || !port.get().offer(datagram)) {
      scheduler.log("udp %s %s finds nobody".formatted(text(datagram.from()), text(to)));
    }
  }

  private boolean offer(Datagram datagram) {
    if (arrived.size() >= internet.config.datagramQueueMax()) {
      return false;
    }
    arrived.add(datagram);
    receivers.wakeAll(scheduler);
    return true;
  }

  @Override
  public Optional<Datagram> receive(Duration timeout) throws IOException {
    SimulatedTask me = scheduler.enter();
    long deadline = scheduler.deadline(timeout);
    while (true) {
      if (closed) {
        throw new SocketException("Socket closed");
      }
      Datagram datagram = arrived.pollFirst();
      if (datagram != null) {
        return Optional.of(datagram);
      }
      switch (scheduler.park(me, receivers, deadline, "a datagram to", this)) {
        case CALLED -> {}
        case TIMED_OUT -> {
          return Optional.empty();
        }
        case CANCELLED -> {
          close();
          Thread.currentThread().interrupt();
          throw new InterruptedIOException("cancelled");
        }
      }
    }
  }

  @Override
  public void close() {
    if (closed || scheduler.callerIsDead()) {
      return;
    }
    closed = true;
    life.ports.remove(this);
    arrived.clear();
    receivers.wakeAll(scheduler);
  }

  private static String text(InetSocketAddress at) {
    return Internet.show(at);
  }

  @Override
  public String toString() {
    return life.machine + " udp " + text(address);
  }
}
