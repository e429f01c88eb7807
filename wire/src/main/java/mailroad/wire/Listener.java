package mailroad.wire;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLException;
import mailroad.kernel.Network.Acceptor;
import mailroad.kernel.Network.Connection;
import mailroad.kernel.Task;
import mailroad.kernel.Text;
import mailroad.kernel.World;
import mailroad.wire.Service.Refusal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One listening port and the sessions that came through it. One task accepts; each session has its own.
 */
public final class Listener implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
  private static final Duration REFUSAL_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration PAUSE_AFTER_ERROR = Duration.ofMillis(500);
  private static final Duration CUT_TIMEOUT = Duration.ofSeconds(5);

  private final World world;
  private final ListenerConfig config;
  private final Service service;
  private final Acceptor acceptor;
  private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Integer> perParty = new HashMap<>(); // under the lock
  private int open; // under the lock
  private volatile boolean closing;
  private @Nullable Task accepting;

  private Listener(World world, ListenerConfig config, Service service, Acceptor acceptor) {
    this.world = world;
    this.config = config;
    this.service = service;
    this.acceptor = acceptor;
  }

  /**
   * Opens a port and starts to serve it.
   *
   * @param at port 0 takes a free one; see {@link #address}
   * @throws java.net.BindException if the address is in use or not ours
   */
  public static Listener open(
      World world, InetSocketAddress at, ListenerConfig config, Service service)
      throws IOException {
    Listener listener = new Listener(world, config, service, world.network().listen(at));
    listener.accepting = world.start(service.name() + " accept", listener::accept);
    return listener;
  }

  /** Where it listens, with the real port. */
  public InetSocketAddress address() {
    return acceptor.address();
  }

  /** How many sessions are open now. */
  public int connections() {
    return sessions.size();
  }

  private void accept() throws InterruptedException {
    while (!closing) {
      try {
        admit(acceptor.accept());
      } catch (IOException e) {
        if (!closing) {
          // Most likely out of file handles: sessions that end will bring some back.
          LOG.warn("accept failed service={} error=\"{}\"", service.name(), e.getMessage());
          world.sleep(PAUSE_AFTER_ERROR);
        }
      }
    }
  }

  private void admit(Connection connection) {
    String party = Addresses.party(connection.remote().getAddress());
    Optional<Refusal> refusal = count(party);
    if (refusal.isPresent()) {
      refuse(connection, refusal.get());
      return;
    }
    Session session = new Session(connection, party);
    sessions.add(session);
    session.start();
    if (closing) {
      session.dismiss();
    }
  }

  /** Counts one more connection in, unless a bound is met. */
  private Optional<Refusal> count(String party) {
    lock.lock();
    try {
      if (open >= config.connectionsMax()) {
        return Optional.of(Refusal.TOO_MANY);
      }
      int ofParty = perParty.getOrDefault(party, 0);
      if (ofParty >= config.connectionsPerAddressMax()) {
        return Optional.of(Refusal.TOO_MANY_FROM_ADDRESS);
      }
      open++;
      perParty.put(party, ofParty + 1);
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  private void uncount(String party) {
    lock.lock();
    try {
      open--;
      perParty.computeIfPresent(party, (key, n) -> n > 1 ? n - 1 : null);
    } finally {
      lock.unlock();
    }
  }

  /** Says why, and closes; where TLS is due a line in the clear would say nothing. */
  private void refuse(Connection connection, Refusal why) {
    LOG.info(
        "connection refused service={} peer={} why={}",
        service.name(),
        Addresses.show(connection.remote()),
        why);
    if (service.tls().isEmpty()) {
      byte[] line = (service.refusal(why) + "\r\n").getBytes(StandardCharsets.UTF_8);
      try {
        connection.write(line, 0, line.length, REFUSAL_TIMEOUT); // fits the socket's own buffer
      } catch (IOException e) {
        // It did not wait for the answer.
      }
    }
    connection.close();
  }

  /**
   * Stops: no new connections; who is silent between two commands is sent away, who is amid one may
   * finish it; whoever is left after {@code grace} is cut off.
   */
  public void shutdown(Duration grace) throws InterruptedException {
    stopAccepting();
    List<Session> left = List.copyOf(sessions);
    left.forEach(Session::dismiss);
    Deadline deadline = Deadline.in(world, grace);
    for (Session session : left) {
      session.join(deadline);
    }
    cut();
  }

  /** Stops at once: whoever is connected is cut off. */
  @Override
  public void close() {
    stopAccepting();
    sessions.forEach(Session::cut);
  }

  private void stopAccepting() {
    closing = true;
    acceptor.close();
  }

  private void cut() throws InterruptedException {
    List<Session> left = List.copyOf(sessions);
    left.forEach(Session::cut);
    Deadline deadline = Deadline.in(world, CUT_TIMEOUT);
    for (Session session : left) {
      session.join(deadline);
    }
    Task loop = accepting;
    if (loop != null) {
      loop.cancel();
      loop.join();
    }
  }

  /** One connection, from its acceptance to its end. */
  private final class Session {
    private final Connection connection;
    private final String party;
    private volatile @Nullable Wire wire;
    private volatile @Nullable Task task;

    Session(Connection connection, String party) {
      this.connection = connection;
      this.party = party;
    }

    void start() {
      String name = service.name() + " " + Addresses.show(connection.remote());
      task = world.start(name, this::run);
    }

    private void run() throws InterruptedException {
      try {
        Wire opened = open();
        service.session(opened);
        opened.finish();
      } catch (SocketTimeoutException e) {
        ended("session timed out", e);
      } catch (InterruptedIOException e) {
        throw new InterruptedException("cancelled");
      } catch (InterruptedException e) {
        throw e;
      } catch (SSLException e) {
        ended("tls failed", e);
      } catch (IOException e) {
        ended("session ended", e);
      } catch (Exception e) {
        LOG.error("session failed service={} peer={}", service.name(), peer(), e);
      } finally {
        cut();
        sessions.remove(this);
        uncount(party);
      }
    }

    private Wire open() throws IOException {
      Connection inner = connection;
      Optional<Tls.Handshake> handshake = service.tls();
      if (handshake.isPresent()) {
        inner = handshake.get().over(world, connection, config.handshakeTimeout());
      }
      Wire opened = new Wire(world, inner, config.writeTimeout());
      wire = opened;
      if (closing) {
        dismiss();
      }
      return opened;
    }

    private void ended(String what, IOException why) {
      LOG.debug(
          "{} service={} peer={} error=\"{}\"",
          what,
          service.name(),
          peer(),
          Text.visible(String.valueOf(why.getMessage())));
    }

    private String peer() {
      return Addresses.show(connection.remote());
    }

    /** Sends the client away when it is between two commands; at once if it has not begun. */
    void dismiss() {
      Wire opened = wire;
      if (opened != null) {
        opened.dismiss(service.refusal(Refusal.SHUTTING_DOWN));
      } else if (service.tls().isPresent()) {
        connection.close();
      }
    }

    void cut() {
      Wire opened = wire;
      if (opened != null) {
        opened.close();
      }
      connection.close();
    }

    void join(Deadline deadline) throws InterruptedException {
      Task running = task;
      if (running != null) {
        running.join(deadline.leftOrNothing());
      }
    }
  }
}
