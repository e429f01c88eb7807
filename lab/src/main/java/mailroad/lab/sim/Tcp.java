package mailroad.lab.sim;

import java.net.InetSocketAddress;

/** A TCP connection: two ends, and a stream each way. */
final class Tcp {
  /** One end as the connection is made: a machine in its present life, and an address of it. */
  record Place(Machine machine, Life life, InetSocketAddress address) {
    static Place of(Machine machine, InetSocketAddress address) {
      return new Place(machine, machine.life, address);
    }
  }

  final Internet internet;
  final TcpEnd client;
  final TcpEnd server;
  private final int number;
  private final TcpStream up;
  private final TcpStream down;
  private long octetsUntilCut = Long.MAX_VALUE;

  Tcp(Internet internet, Place client, Place server) {
    this.internet = internet;
    this.number = internet.nextConnectionNumber();
    this.client = new TcpEnd(this, client, server);
    this.server = new TcpEnd(this, server, client);
    this.up = new TcpStream(internet, this.client, this.server);
    this.down = new TcpStream(internet, this.server, this.client);
    Link link = internet.link(client.machine(), server.machine());
    if (link.cut() > 0 && internet.random.nextDouble() < link.cut()) {
      octetsUntilCut = internet.random.nextInt(link.cutOctetsMax()) + 1L;
    }
    if (client.machine().forgets) {
      disturb();
    }
  }

  /** The stream that this end writes. */
  TcpStream from(TcpEnd end) {
    return end == client ? up : down;
  }

  /** The stream that this end reads. */
  TcpStream to(TcpEnd end) {
    return end == client ? down : up;
  }

  TcpEnd peer(TcpEnd end) {
    return end == client ? server : client;
  }

  /** How many octets may still pass before the connection breaks. */
  int untilCut(int wanted) {
    return (int) Math.min(wanted, octetsUntilCut);
  }

  /** Counts octets that were sent; whether the connection breaks behind them. */
  boolean breaksAfter(int octets) {
    octetsUntilCut -= octets;
    return octetsUntilCut == 0;
  }

  /** A fault came between the ends: what one has sent, the other may not have got. */
  void disturb() {
    internet.disturb(client.local());
  }

  void log(TcpEnd end, String what) {
    internet.scheduler.log("%s %s %s".formatted(this, end == client ? "client" : "server", what));
  }

  @Override
  public String toString() {
    return "tcp#" + number;
  }
}
