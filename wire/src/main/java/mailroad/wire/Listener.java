package mailroad.wire;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLException;
import mailroad.kernel.AddressRange;
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
 * One listening port and the sessions that came through it. One task accepts, in a thread of its own: to be woken for each
 * of many connections costs it the least there. Each session has its own task.
 */
public final class Listener implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
  private static final Duration REFUSAL_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration PAUSE_AFTER_ERROR = Duration.ofMillis(500);
  private static final Duration CUT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration BETWEEN_RELIEFS = Duration.ofSeconds(1);

  private final World world;
  private final ListenerConfig config;
  private final Service service;
  private final Acceptor acceptor;
  private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
  private final Admission admission;
  private final Porter porter;
  private final BarredCount barred;
  private final List<AddressRange> proxies;
  private volatile boolean closing;
  private @Nullable Task accepting;
  private Instant relieved = Instant.EPOCH; // used by the accepting task alone

  private Listener(
      World world, ListenerConfig config, Service service, Porter porter, Acceptor acceptor) {
    this.world = world;
    this.config = config;
    this.service = service;
    this.acceptor = acceptor;
    this.admission = new Admission(world, config);
    this.porter = porter;
    this.barred = new BarredCount(world, service.name());
    this.proxies = AddressRange.all("proxy-from", config.proxyFrom());
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
    return open(world, at, config, service, Porter.OPEN);
  }

  /**
   * The same, with somebody who knows who may not come in.
   *
   * @throws java.net.BindException if the address is in use or not ours
   */
  public static Listener open(
      World world, InetSocketAddress at, ListenerConfig config, Service service, Porter porter)
      throws IOException {
    Listener listener = new Listener(world, config, service, porter, world.network().listen(at));
    listener.accepting = world.startDedicated(service.name() + " accept", listener::accept);
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
        relieve();
      } catch (IOException e) {
        if (!closing) {
          // Most likely out of file handles: sessions that end will bring some back.
          LOG.warn("accept failed service={} error=\"{}\"", service.name(), e.getMessage());
          world.sleep(PAUSE_AFTER_ERROR);
        }
      }
    }
  }

  /** Whoever a proxy passes on is counted when its header has been read. */
  private void admit(Connection connection) {
    boolean passedOn = isProxy(connection.remote().getAddress());
    if (!passedOn && porter.bars(connection.remote().getAddress())) {
      bar(connection);
      return;
    }
    Optional<Refusal> refusal = admission.enter();
    if (refusal.isPresent()) {
      refuse(connection, connection.remote(), refusal.get());
      return;
    }
    Session session = new Session(connection);
    if (!passedOn) {
      refusal = session.enter(connection.remote());
      if (refusal.isPresent()) {
        admission.leave();
        refuse(connection, connection.remote(), refusal.get());
        return;
      }
    }
    sessions.add(session);
    session.start();
    if (closing) {
      session.dismiss();
    }
  }

  /** Where the port is crowded, whoever keeps silent makes room for others. */
  private void relieve() {
    Optional<Duration> patience = service.patienceWhenCrowded();
    if (patience.isEmpty() || !admission.isCrowded()) {
      return;
    }
    Instant now = world.now();
    if (now.isBefore(relieved.plus(BETWEEN_RELIEFS))) {
      return;
    }
    relieved = now;
    Instant since = now.minus(patience.get());
    world.start(service.name() + " relief", () -> relieve(since));
  }

  private void relieve(Instant since) {
    long shed = sessions.stream().filter(session -> session.shed(since)).count();
    LOG.info(
        "event=crowded service={} connections={} sent-away={}",
        service.name(),
        sessions.size(),
        shed);
  }

  private boolean isProxy(InetAddress address) {
    return proxies.stream().anyMatch(range -> range.contains(address));
  }

  /** Closes, with a word where there is time for it, and without a line in the log. */
  private void bar(Connection connection) {
    if (barred.count()) {
      tell(connection, Refusal.BARRED);
      connection.close();
    } else {
      connection.abort();
    }
  }

  /** Says why, and closes; where TLS is due a line in the clear would say nothing. */
  private void refuse(Connection connection, InetSocketAddress client, Refusal why) {
    LOG.info(
        "connection refused service={} peer={} why={}",
        service.name(),
        Addresses.show(client),
        why);
    tell(connection, why);
    connection.close();
  }

  private void tell(Connection connection, Refusal why) {
    if (service.tls().isEmpty()) {
      byte[] line = (service.refusal(why) + "\r\n").getBytes(StandardCharsets.UTF_8);
      try {
        connection.write(line, 0, line.length, REFUSAL_TIMEOUT); // fits the socket's own buffer
      } catch (IOException e) {
        // It did not wait for the answer.
      }
    }
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
    private volatile InetSocketAddress client;
    private volatile Optional<String> party = Optional.empty();
    private volatile @Nullable Wire wire;
    private volatile @Nullable Task task;
    private boolean told; // by the session's own task

    Session(Connection connection) {
      this.connection = connection;
      this.client = connection.remote();
    }

    /** Counts the session against its client's share, unless that is used up. */
    Optional<Refusal> enter(InetSocketAddress from) {
      String whose = Addresses.party(from.getAddress());
      Optional<Refusal> refusal = admission.enter(whose);
      if (refusal.isEmpty()) {
        client = from;
        party = Optional.of(whose);
      }
      return refusal;
    }

    void start() {
      String name = service.name() + " " + Addresses.show(connection.remote());
      task = world.start(name, this::run);
    }

    private void run() throws InterruptedException {
      try {
        Optional<Connection> admitted = admitted();
        if (admitted.isPresent()) {
          Wire opened = open(admitted.get());
          service.session(opened);
          tellPorter();
          opened.finish();
        }
      } catch (ProtocolException e) {
        LOG.warn(
            "event=proxy-header-missing service={} peer={} reason=\"{}\"",
            service.name(),
            Addresses.show(connection.remote()),
            Text.visible(String.valueOf(e.getMessage())));
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
        end();
      }
    }

    private void end() {
      try {
        tellPorter();
      } finally {
        cut();
        sessions.remove(this);
        admission.leave();
        party.ifPresent(admission::leave);
      }
    }

    /** Before the other side can see that this connection ends: what the porter makes of it holds for the next one. */
    private void tellPorter() {
      if (party.isPresent() && !told && !closing) {
        told = true;
        Wire opened = wire;
        porter.left(client.getAddress(), opened != null && opened.isUnderstood());
      }
    }

    /** The connection, or where a proxy passes it on, the client's; empty if that is too many. */
    private Optional<Connection> admitted() throws IOException {
      if (party.isPresent()) {
        return Optional.of(connection);
      }
      Connection passed = ProxiedConnection.over(world, connection, config.handshakeTimeout());
      if (porter.bars(passed.remote().getAddress())) {
        bar(passed);
        return Optional.empty();
      }
      Optional<Refusal> refusal = enter(passed.remote());
      refusal.ifPresent(why -> refuse(passed, passed.remote(), why));
      return refusal.isPresent() ? Optional.empty() : Optional.of(passed);
    }

    private Wire open(Connection admitted) throws IOException {
      Connection inner = admitted;
      Optional<Tls.Handshake> handshake = service.tls();
      if (handshake.isPresent()) {
        inner = handshake.get().over(world, admitted, config.handshakeTimeout());
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
      return Addresses.show(client);
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

    /** Sends the client away if it has kept silent since then. */
    boolean shed(Instant since) {
      Wire opened = wire;
      return opened != null && opened.shed(since, service.refusal(Refusal.TOO_MANY));
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
