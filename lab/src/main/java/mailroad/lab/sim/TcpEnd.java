package mailroad.lab.sim;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import mailroad.kernel.Network.Connection;
import org.jspecify.annotations.Nullable;

/** One end of a TCP connection or of a local socket. */
final class TcpEnd implements Connection {
  private final Tcp tcp;
  private final Tcp.Place here;
  private final Tcp.Place there;
  private final Scheduler scheduler;
  private boolean closed;
  private boolean outputShut;
  private boolean dead;
  private boolean resetAnswered;
  private boolean usesOutgoingPort;
  private @Nullable String broken;

  TcpEnd(Tcp tcp, Tcp.Place here, Tcp.Place there) {
    this.tcp = tcp;
    this.here = here;
    this.there = there;
    this.scheduler = tcp.internet.scheduler;
    here.life().ports.add(this);
  }

  Machine machine() {
    return here.machine();
  }

  Machine peerMachine() {
    return there.machine();
  }

  /** A packet of this connection did not get through. */
  void disturb() {
    tcp.disturb();
  }

  /** The port was taken for this connection, and is free again with its end. */
  void ownOutgoingPort() {
    usesOutgoingPort = true;
  }

  @Override
  public InetSocketAddress local() {
    return here.address();
  }

  @Override
  public InetSocketAddress remote() {
    return there.address();
  }

  @Override
  public int read(byte[] into, int offset, int length, Duration timeout) throws IOException {
    SimulatedTask me = scheduler.enter();
    TcpStream in = tcp.to(this);
    long deadline = scheduler.deadline(timeout);
    while (true) {
      if (closed) {
        throw new SocketException("Socket closed");
      } else if (length == 0) {
        return 0;
      } else if (in.hasArrived()) {
        scheduler.mayGiveWay(me);
        return closed ? throwClosed() : in.take(into, offset, length);
      } else if (in.hasEnded()) {
        return -1;
      } else if (broken != null) {
        throw new SocketException(broken);
      }
      switch (scheduler.park(me, in.readers, deadline, "octets of", tcp)) {
        case CALLED -> {}
        case TIMED_OUT -> throw new SocketTimeoutException("Read timed out");
        case CANCELLED -> throw cancelled();
      }
    }
  }

  private static int throwClosed() throws SocketException {
    throw new SocketException("Socket closed");
  }

  @Override
  public void write(byte[] from, int offset, int length, Duration timeout) throws IOException {
    SimulatedTask me = scheduler.enter();
    TcpStream out = tcp.from(this);
    long deadline = scheduler.deadline(timeout);
    int written = 0;
    while (true) {
      checkWritable();
      if (written == length) {
        scheduler.mayGiveWay(me);
        return;
      } else if (out.space() > 0) {
        written += send(out, from, offset + written, length - written);
      } else {
        switch (scheduler.park(me, out.writers, deadline, "room in", tcp)) {
          case CALLED -> {}
          case TIMED_OUT -> {
            close();
            throw new SocketTimeoutException("no progress in " + timeout);
          }
          case CANCELLED -> throw cancelled();
        }
      }
    }
  }

  private void checkWritable() throws SocketException {
    if (closed) {
      throw new SocketException("Socket closed");
    } else if (outputShut) {
      throw new SocketException("Socket output is shutdown");
    } else if (broken != null) {
      throw new SocketException(broken.equals("Connection reset") ? "Broken pipe" : broken);
    }
  }

  private int send(TcpStream out, byte[] from, int offset, int length) {
    int n = out.send(from, offset, tcp.untilCut(length));
    if (tcp.breaksAfter(n)) {
      tcp.log(this, "is cut in the middle");
      tcp.disturb();
      out.sendReset();
      reset("Connection reset");
    }
    return n;
  }

  private InterruptedIOException cancelled() {
    // The JDK closes the socket of a virtual thread that is interrupted, and keeps the mark.
    close();
    Thread.currentThread().interrupt();
    return new InterruptedIOException("cancelled");
  }

  @Override
  public void shutdownOutput() throws IOException {
    scheduler.touch();
    checkWritable();
    outputShut = true;
    tcp.log(this, "ends its output");
    tcp.from(this).sendEnd();
  }

  @Override
  public void close() {
    if (closed || dead || scheduler.callerIsDead()) {
      return;
    }
    TcpStream in = tcp.to(this);
    TcpStream out = tcp.from(this);
    closed = true;
    tcp.log(this, "closes, sent " + out.sent);
    if (broken == null) {
      if (!outputShut) {
        out.sendEnd();
      }
      if (in.hasArrived()) {
        out.sendReset(); // RFC 2525 section 2.17: the peer learns that not all was read
      }
    }
    in.discard();
    leave();
  }

  private void leave() {
    Ports ports = here.life().ports;
    ports.remove(this);
    if (usesOutgoingPort) {
      usesOutgoingPort = false;
      ports.releaseOutgoing(local().getPort());
    }
    tcp.to(this).readers.wakeAll(scheduler);
    tcp.from(this).writers.wakeAll(scheduler);
  }

  /** Whether octets that arrive here find nobody. */
  boolean isGone() {
    return closed || dead || broken != null;
  }

  /** Whether nobody is left to send again what this end has sent. */
  boolean isDead() {
    return dead || here.life().lostPower();
  }

  /** Octets came for a connection that is no more. */
  void answerReset() {
    if (!resetAnswered) {
      resetAnswered = true;
      tcp.from(this).sendReset();
    }
  }

  /** The connection is broken, as this end learns now. */
  void reset(String reason) {
    if (isGone()) {
      return;
    }
    broken = reason;
    tcp.log(this, "learns: " + reason);
    tcp.from(this).stopRetransmitting();
    leave();
  }

  /** Breaks the connection at both ends. */
  void cut() {
    tcp.disturb();
    reset("Connection reset");
    tcp.peer(this).reset("Connection reset");
  }

  /** The program of this end is no more. */
  void die() {
    dead = true;
    if (!tcp.peer(this).isGone()) {
      tcp.disturb();
    }
    TcpStream out = tcp.from(this);
    out.stopRetransmitting();
    tcp.to(this).discard();
    if (!closed && broken == null && !here.life().lostPower()) {
      out.sendReset();
    }
    leave();
  }

  @Override
  public String toString() {
    return "%s %s %s".formatted(tcp, Internet.show(local()), Internet.show(remote()));
  }
}
