package mailroad.lab.sim;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a connection: packets under way in order, and octets that have arrived and wait to
 * be read. Holds a bounded number of octets, so that whoever writes has to wait for who reads.
 */
final class TcpStream {
  private static final int SEGMENT_OCTETS_MAX = 16_384;
  private static final int SPLIT_ONE_IN = 4;
  private static final long NANOS = 1_000_000_000L;

  /** What travels. */
  private sealed interface Packet {
    /** Octets. */
    record Data(byte[] octets) implements Packet {}

    /** No more octets will come (FIN). */
    record End() implements Packet {}

    /** The connection is no more (RST). */
    record Reset() implements Packet {}
  }

  final WaitList readers = new WaitList();
  final WaitList writers = new WaitList();
  private final Internet internet;
  private final Scheduler scheduler;
  private final TcpEnd from;
  private final TcpEnd to;
  private final ArrayDeque<Packet> underWay = new ArrayDeque<>();
  private final ArrayDeque<byte[]> arrived = new ArrayDeque<>();
  private int firstOffset;
  private int octetsUnderWay;
  private int octetsArrived;
  private long lineFreeAt;
  private long lastArrivalAt;
  private int epoch;
  private boolean ended;
  private boolean stalled;
  private @Nullable Timer givingUp;
  long sent;

  TcpStream(Internet internet, TcpEnd from, TcpEnd to) {
    this.internet = internet;
    this.scheduler = internet.scheduler;
    this.from = from;
    this.to = to;
  }

  Machine sender() {
    return from.machine();
  }

  Machine receiver() {
    return to.machine();
  }

  /** Nothing arrives before this moment: the handshake comes first. */
  void notBefore(long time) {
    lastArrivalAt = time;
  }

  // The writer's side.

  /** How many octets the stream takes now. */
  int space() {
    return internet.config.tcpBufferOctets() - octetsUnderWay - octetsArrived;
  }

  /** Sends one packet of octets; returns how many it took. There must be space. */
  int send(byte[] octets, int offset, int length) {
    int n = Math.min(Math.min(space(), length), SEGMENT_OCTETS_MAX);
    if (n > 1 && internet.random.nextInt(SPLIT_ONE_IN) == 0) {
      n = 1 + internet.random.nextInt(n);
    }
    byte[] copy = new byte[n];
    System.arraycopy(octets, offset, copy, 0, n);
    octetsUnderWay += n;
    sent += n;
    send(new Packet.Data(copy), n);
    return n;
  }

  void sendEnd() {
    send(new Packet.End(), 0);
  }

  /** Sends a reset, after what is under way already. */
  void sendReset() {
    send(new Packet.Reset(), 0);
  }

  private void send(Packet packet, int octets) {
    underWay.add(packet);
    schedule(octets);
  }

  private void schedule(int octets) {
    if (stalled) {
      return;
    }
    long bound = internet.link(sender(), receiver()).octetsPerSecond();
    lineFreeAt = Math.max(lineFreeAt, scheduler.elapsed());
    if (bound > 0) {
      lineFreeAt += octets * NANOS / bound;
    }
    lastArrivalAt = Math.max(lastArrivalAt, lineFreeAt + internet.latency(sender(), receiver()));
    int scheduledIn = epoch;
    scheduler.at(lastArrivalAt, () -> arrive(scheduledIn));
  }

  /** The sender is gone: what does not get through now is never sent again. */
  void stopRetransmitting() {
    if (stalled) {
      stalled = false;
      forgetUnderWay();
    }
  }

  private void forgetUnderWay() {
    epoch++;
    underWay.clear();
    octetsUnderWay = 0;
    settle();
  }

  /** Sends again all that has not arrived. */
  void retransmit() {
    if (!stalled) {
      return;
    }
    stalled = false;
    settle();
    for (Packet packet : underWay) {
      schedule(packet instanceof Packet.Data(byte[] octets) ? octets.length : 0);
    }
  }

  private void settle() {
    if (givingUp != null) {
      scheduler.cancel(givingUp);
      givingUp = null;
    }
  }

  // The receiver's side.

  private void arrive(int scheduledIn) {
    if (scheduledIn != epoch) {
      return; // it was lost on the way, and what was sent again comes at its own time
    }
    if (!internet.passes(sender(), receiver())) {
      stall();
      return;
    }
    Packet packet = underWay.removeFirst();
    switch (packet) {
      case Packet.Data(byte[] octets) -> arrive(octets);
      case Packet.End() -> {
        ended = true;
        readers.wakeAll(scheduler);
      }
      case Packet.Reset() -> to.reset("Connection reset");
    }
  }

  private void arrive(byte[] octets) {
    octetsUnderWay -= octets.length;
    if (to.isGone()) {
      // Whoever gets octets for a connection that it does not know answers with a reset.
      writers.wakeAll(scheduler);
      to.answerReset();
      return;
    }
    octetsArrived += octets.length;
    arrived.add(octets);
    readers.wakeAll(scheduler);
  }

  /** A packet did not get through; a reset is never sent again, all else until the sender gives up. */
  private void stall() {
    from.disturb();
    underWay.removeIf(packet -> packet instanceof Packet.Reset);
    if (underWay.isEmpty() || from.isDead()) {
      forgetUnderWay();
      return;
    }
    epoch++;
    stalled = true;
    internet.stall(this);
    if (givingUp == null) {
      givingUp =
          scheduler.after(
              internet.config.retransmitFor().toNanos(),
              () -> {
                givingUp = null;
                from.reset("Connection timed out");
              });
    }
  }

  /** Whether octets wait to be read. */
  boolean hasArrived() {
    return octetsArrived > 0;
  }

  boolean hasEnded() {
    return ended;
  }

  /** Reads what has arrived, sometimes less than could be read. */
  int take(byte[] into, int offset, int length) {
    int wanted = Math.min(length, octetsArrived);
    if (wanted > 1 && internet.random.nextInt(SPLIT_ONE_IN) == 0) {
      wanted = 1 + internet.random.nextInt(wanted);
    }
    int taken = 0;
    while (taken < wanted) {
      byte[] first = arrived.getFirst();
      int n = Math.min(wanted - taken, first.length - firstOffset);
      System.arraycopy(first, firstOffset, into, offset + taken, n);
      taken += n;
      firstOffset += n;
      if (firstOffset == first.length) {
        arrived.removeFirst();
        firstOffset = 0;
      }
    }
    octetsArrived -= taken;
    writers.wakeAll(scheduler);
    return taken;
  }

  /** Forgets what has arrived: nobody will read it. */
  void discard() {
    arrived.clear();
    firstOffset = 0;
    octetsArrived = 0;
  }
}
