package mailroad.lab.sim;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.ArrayDeque;
import mailroad.kernel.Network.Acceptor;
import mailroad.kernel.Network.Connection;

/** A listening port or local socket. */
final class TcpAcceptor implements Acceptor {
  private final Internet internet;
  private final Life life;
  private final InetSocketAddress address;
  private final String name;
  private final ArrayDeque<TcpEnd> backlog = new ArrayDeque<>();
  private final WaitList acceptors = new WaitList();
  private int underWay;
  private boolean closed;

  TcpAcceptor(Internet internet, Life life, InetSocketAddress address, String name) {
    this.internet = internet;
    this.life = life;
    this.address = address;
    this.name = name;
  }

  @Override
  public InetSocketAddress address() {
    return address;
  }

  /** Takes a place in the backlog; false if all are taken, or nobody listens any more. */
  boolean reserve() {
    if (closed || !life.alive() || backlog.size() + underWay >= internet.config.backlogMax()) {
      return false;
    }
    underWay++;
    return true;
  }

  /** A connection is made; its place was reserved. */
  void offer(TcpEnd end) {
    underWay--;
    if (closed) {
      end.close();
    } else {
      backlog.add(end);
      acceptors.wakeAll(internet.scheduler);
    }
  }

  /** A connection was given up before it was made. */
  void release() {
    underWay--;
  }

  @Override
  public Connection accept() throws IOException {
    SimulatedTask me = internet.scheduler.enter();
    while (true) {
      if (closed) {
        throw new SocketException("Socket closed");
      }
      TcpEnd end = backlog.pollFirst();
      if (end != null) {
        internet.scheduler.log("accepted " + end);
        return end;
      }
      Woken woken =
          internet.scheduler.park(me, acceptors, Scheduler.FOREVER, "a connection to", this);
      if (woken == Woken.CANCELLED) {
        close();
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("cancelled");
      }
    }
  }

  @Override
  public void close() {
    if (closed || internet.scheduler.callerIsDead()) {
      return;
    }
    closed = true;
    life.ports.remove(this);
    internet.scheduler.log("stops listening: " + this);
    backlog.forEach(TcpEnd::close);
    backlog.clear();
    acceptors.wakeAll(internet.scheduler);
  }

  @Override
  public String toString() {
    return life.machine + " " + name;
  }
}
