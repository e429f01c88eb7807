package mailroad.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import mailroad.kernel.DelegatingWorld;
import mailroad.kernel.Network;
import mailroad.kernel.Network.Acceptor;
import mailroad.kernel.Network.Connection;
import mailroad.kernel.RealWorld;
import mailroad.kernel.Task;
import mailroad.kernel.World;
import mailroad.wire.script.Player;
import mailroad.wire.script.Script;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListenerTest {
  private static final Duration SECONDS = Loopback.SECONDS;

  private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final World world = new RealWorld((name, e) -> failures.add(e));
  private final List<AutoCloseable> open = new ArrayList<>();
  private final Semaphore working = new Semaphore(0);
  private final Semaphore mayFinish = new Semaphore(0);

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
    assertThat(failures).isEmpty();
  }

  /** PING is answered; WORK is answered once the test allows; BUG is one; QUIT ends. */
  private final Service service =
      new Service() {
        @Override
        public String name() {
          return "ping";
        }

        @Override
        public String refusal(Refusal why) {
          return "421 " + why;
        }

        @Override
        public void session(Wire wire) throws Exception {
          wire.write("220 ready\r\n");
          while (true) {
            wire.flush();
            switch (wire.readLine(100, SECONDS).text()) {
              case "PING" -> wire.write("250 PONG\r\n");
              case "WORK" -> {
                working.release();
                mayFinish.acquire();
                wire.write("250 WORKED\r\n");
              }
              case "BUG" -> throw new IllegalStateException("a bug, as this test wants it");
              default -> {
                wire.write("221 bye\r\n");
                return;
              }
            }
          }
        }
      };

  private Listener listen(ListenerConfig config, Service what) throws IOException {
    Listener listener = Listener.open(world, new InetSocketAddress("127.0.0.1", 0), config, what);
    open.add(listener::close);
    return listener;
  }

  private static ListenerConfig bounds(int all, int perAddress) {
    return new ListenerConfig(all, perAddress, 0, 90, List.of(), SECONDS, SECONDS);
  }

  private Wire connect(Listener to, String from) throws IOException {
    Connection connection =
        world.network().connect(Optional.of(InetAddress.getByName(from)), to.address(), SECONDS);
    open.add(connection::close);
    return new Wire(world, connection, SECONDS);
  }

  private static String line(Wire wire) throws IOException {
    return wire.readLine(100, SECONDS).text();
  }

  private void play(Listener listener, String script) throws IOException {
    Player.to(world, listener.address(), SECONDS).play(Script.parse(script)).check();
  }

  @Test
  void serves() throws Exception {
    play(
        listen(ListenerConfig.DEFAULT, service),
        "S: 220 ready\nC: PING\nS: 250 PONG\nC: QUIT\nS: 221 bye\n= closed\n");
  }

  @Test
  void outlivesTheBugsOfASession() throws Exception {
    Listener listener = listen(ListenerConfig.DEFAULT, service);
    play(listener, "S: 220*\nC: BUG\n= closed\n= on second\nS: 220*\nC: PING\nS: 250*\n");
  }

  @Test
  void refusesConnectionsOverTheBoundOfAnAddress() throws Exception {
    Listener listener = listen(bounds(10, 2), service);
    Wire first = connect(listener, "127.0.0.2");
    Wire second = connect(listener, "127.0.0.2");
    assertThat(line(first)).isEqualTo("220 ready");
    assertThat(line(second)).isEqualTo("220 ready");
    Wire third = connect(listener, "127.0.0.2");
    assertThat(line(third)).isEqualTo("421 TOO_MANY_FROM_ADDRESS");
    assertThatThrownBy(() -> line(third)).isInstanceOf(EOFException.class);
    assertThat(line(connect(listener, "127.0.0.3"))).isEqualTo("220 ready");
  }

  @Test
  void refusesConnectionsOverTheBoundOfAll() throws Exception {
    Listener listener = listen(bounds(2, 2), service);
    assertThat(line(connect(listener, "127.0.0.2"))).isEqualTo("220 ready");
    assertThat(line(connect(listener, "127.0.0.3"))).isEqualTo("220 ready");
    assertThat(line(connect(listener, "127.0.0.4"))).isEqualTo("421 TOO_MANY");
  }

  @Test
  void takesNewConnectionsWhenOldOnesEnd() throws Exception {
    Listener listener = listen(bounds(1, 1), service);
    for (int i = 0; i < 20; i++) {
      Wire wire = connect(listener, "127.0.0.2");
      String greeting = line(wire);
      while (!greeting.equals("220 ready")) { // the server has yet to notice the last one's end
        wire = connect(listener, "127.0.0.2");
        greeting = line(wire);
      }
      wire.write("QUIT\r\n");
      wire.flush();
      assertThat(line(wire)).isEqualTo("221 bye");
      wire.close();
    }
  }

  @Test
  void countsIpv6HostsByTheirNetwork() throws Exception {
    assertThat(party("2001:db8:1:2:3::4")).isEqualTo(party("2001:db8:1:2:ffff::"));
    assertThat(party("2001:db8:1:2::")).isNotEqualTo(party("2001:db8:1:3::"));
    assertThat(InetAddress.getByName("2001:db8::")).isInstanceOf(Inet6Address.class);
    assertThat(party("192.0.2.1")).isNotEqualTo(party("192.0.2.2"));
  }

  private static String party(String address) throws IOException {
    return Addresses.party(InetAddress.getByName(address));
  }

  @Test
  void servesTlsFromTheStart() throws Exception {
    ServerKeys keys = ServerKeys.of(TlsTest.OWN.identity());
    Listener listener = listen(ListenerConfig.DEFAULT, service.over(Tls.server(keys)));
    Player.toTls(world, listener.address(), SECONDS)
        .play(Script.parse("S: 220 ready\nC: PING\nS: 250 PONG\nC: QUIT\nS: 221 bye\n= closed"))
        .check();
  }

  @Test
  void hangsUpOnWhoSpeaksNoTls() throws Exception {
    ServerKeys keys = ServerKeys.of(TlsTest.OWN.identity());
    Listener listener = listen(ListenerConfig.DEFAULT, service.over(Tls.server(keys)));
    Wire wire = connect(listener, "127.0.0.2");
    wire.write("EHLO there\r\nthis is not TLS at all\r\n");
    wire.flush();
    assertThatThrownBy(
            () -> {
              while (true) {
                assertThat(line(wire)).doesNotContain("220");
              }
            })
        .isInstanceOf(IOException.class);
    play(listen(ListenerConfig.DEFAULT, service), "S: 220 ready\n");
  }

  @Test
  void refusesWhoComesTooOftenA5() throws Exception {
    Listener listener =
        listen(new ListenerConfig(10, 10, 2, 90, List.of(), SECONDS, SECONDS), service);
    for (int i = 0; i < 2; i++) {
      Wire one = connect(listener, "127.0.0.2");
      assertThat(line(one)).isEqualTo("220 ready");
      one.close();
    }
    assertThat(line(connect(listener, "127.0.0.2"))).isEqualTo("421 TOO_MANY_FROM_ADDRESS");
    assertThat(line(connect(listener, "127.0.0.3"))).isEqualTo("220 ready");
  }

  private static final ListenerConfig BEHIND_A_PROXY =
      new ListenerConfig(10, 1, 0, 90, List.of("127.0.0.9"), SECONDS, SECONDS);

  private final Service whoAmI =
      new Service() {
        @Override
        public String name() {
          return "who";
        }

        @Override
        public String refusal(Refusal why) {
          return "421 " + why;
        }

        @Override
        public void session(Wire wire) throws Exception {
          String said = wire.hasInput() ? "" : wire.readLine(100, SECONDS).text();
          wire.write(wire.peer() + " " + wire.local().getPort() + " " + said + "\r\n");
          wire.flush();
        }
      };

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          50524f5859205443503420 3139322e302e322e31 20 3139382e35312e3130302e31 20 34333231 20 3235 0d0a | 192.0.2.1:4321 25
          50524f58592054435036203230 30313a6462383a3a31203a3a3120313233203432350d0a                      | [2001:db8::1]:123 425
          0d0a0d0a000d0a515549540a 21 11 000c c0000201 c6336401 10e1 0019                                 | 192.0.2.1:4321 25
          0d0a0d0a000d0a515549540a 21 11 0010 c0000201 c6336401 10e1 0019 04 0001 00                      | 192.0.2.1:4321 25
          0d0a0d0a000d0a515549540a 21 21 0024 20010db8000000000000000000000001 00000000000000000000000000000001 007b 01a9 | [2001:db8::1]:123 425
          """)
  void aKnownProxySaysWhoIsThere(String header, String who) throws Exception {
    Listener listener = listen(BEHIND_A_PROXY, whoAmI);
    Wire wire = connect(listener, "127.0.0.9");
    wire.write(HexFormat.of().parseHex(header.replace(" ", "")));
    wire.write("hello\r\n");
    wire.flush();
    assertThat(line(wire)).isEqualTo(who + " hello");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "50524f585920554e4b4e4f574e0d0a",
        "0d0a0d0a000d0a515549540a 20 00 0000",
        "0d0a0d0a000d0a515549540a 21 31 0000"
      })
  void aProxyMaySpeakForItself(String header) throws Exception {
    Listener listener = listen(BEHIND_A_PROXY, whoAmI);
    Wire wire = connect(listener, "127.0.0.9");
    for (byte octet : HexFormat.of().parseHex(header.replace(" ", ""))) {
      wire.write(new byte[] {octet});
      wire.flush();
    }
    wire.write("hello\r\n");
    wire.flush();
    assertThat(line(wire)).startsWith("127.0.0.9:").endsWith(" hello");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "45484c4f20630d0a",
        "50524f585920544350342031203220330d0a",
        "50524f58592054435034203a3a31203a3a31203120320d0a",
        "50524f585920554e4b4e4f574e0a",
        "0d0a0d0a000d0a515549540a 11 11 000c c0000201 c6336401 10e1 0019",
        "0d0a0d0a000d0a515549540a 21 11 0004 c0000201",
        "0d0a0d0a000d0a515549540a 21 11 ffff"
      })
  void aProxyWithoutAHeaderIsHungUpOnA22(String octets) throws Exception {
    Listener listener = listen(BEHIND_A_PROXY, whoAmI);
    Wire wire = connect(listener, "127.0.0.9");
    wire.write(HexFormat.of().parseHex(octets.replace(" ", "")));
    wire.flush();
    assertThatThrownBy(() -> line(wire)).isInstanceOf(IOException.class);
  }

  @Test
  void nobodyElsesHeaderIsReadA22() throws Exception {
    Listener listener = listen(BEHIND_A_PROXY, whoAmI);
    Wire wire = connect(listener, "127.0.0.8");
    wire.write("PROXY TCP4 192.0.2.1 198.51.100.1 4321 25\r\n");
    wire.flush();
    assertThat(line(wire)).startsWith("127.0.0.8:").contains("PROXY TCP4");
  }

  @Test
  void clientsBehindAProxyAreCountedOneByOneA5() throws Exception {
    Listener listener = listen(BEHIND_A_PROXY, service);
    Wire first = connect(listener, "127.0.0.9");
    first.write("PROXY TCP4 192.0.2.1 198.51.100.1 1 25\r\n");
    first.flush();
    assertThat(line(first)).isEqualTo("220 ready");
    Wire second = connect(listener, "127.0.0.9");
    second.write("PROXY TCP4 192.0.2.1 198.51.100.1 2 25\r\n");
    second.flush();
    assertThat(line(second)).isEqualTo("421 TOO_MANY_FROM_ADDRESS");
    Wire third = connect(listener, "127.0.0.9");
    third.write("PROXY TCP4 192.0.2.2 198.51.100.1 2 25\r\n");
    third.flush();
    assertThat(line(third)).isEqualTo("220 ready");
  }

  @Test
  void hangsUpOnWhoDelaysTheHandshake() throws Exception {
    ServerKeys keys = ServerKeys.of(TlsTest.OWN.identity());
    ListenerConfig config =
        new ListenerConfig(5, 5, 0, 90, List.of(), Duration.ofMillis(100), SECONDS);
    Listener listener = listen(config, service.over(Tls.server(keys)));
    Wire wire = connect(listener, "127.0.0.2");
    assertThatThrownBy(() -> line(wire)).isInstanceOf(EOFException.class);
  }

  @Test
  void shutsDownWithAWordToWhoIsSilentAndAnAnswerToWhoIsWorking() throws Exception {
    Listener listener = listen(ListenerConfig.DEFAULT, service);
    Wire silent = connect(listener, "127.0.0.2");
    assertThat(line(silent)).isEqualTo("220 ready");
    Wire busy = connect(listener, "127.0.0.2");
    assertThat(line(busy)).isEqualTo("220 ready");
    busy.write("WORK\r\n");
    busy.flush();
    working.acquire();
    Task shutdown = world.start("shutdown", () -> listener.shutdown(SECONDS));
    assertThat(line(silent)).isEqualTo("421 SHUTTING_DOWN");
    assertThatThrownBy(() -> line(silent)).isInstanceOf(EOFException.class);
    mayFinish.release();
    assertThat(line(busy)).isEqualTo("250 WORKED");
    assertThat(line(busy)).isEqualTo("421 SHUTTING_DOWN");
    busy.close();
    shutdown.join();
    assertThat(listener.connections()).isZero();
    assertThatThrownBy(() -> connect(listener, "127.0.0.2")).isInstanceOf(ConnectException.class);
  }

  @Test
  void cutsOffWhoIsNotDoneInTime() throws Exception {
    Listener listener = listen(ListenerConfig.DEFAULT, service);
    Wire busy = connect(listener, "127.0.0.2");
    assertThat(line(busy)).isEqualTo("220 ready");
    busy.write("WORK\r\n");
    busy.flush();
    working.acquire();
    Task shutdown = world.start("shutdown", () -> listener.shutdown(Duration.ofMillis(100)));
    assertThatThrownBy(() -> line(busy)).isInstanceOf(IOException.class);
    mayFinish.release();
    shutdown.join();
  }

  /** As when the process is out of file handles: what comes later is served. */
  @Test
  void outlivesErrorsOfAccept() throws Exception {
    Acceptor real = world.network().listen(new InetSocketAddress("127.0.0.1", 0));
    Listener listener =
        Listener.open(
            new FailingWorld(world, new FailingAcceptor(real, new AtomicInteger(2))),
            real.address(),
            ListenerConfig.DEFAULT,
            service);
    open.add(listener::close);
    play(listener, "S: 220 ready\nC: PING\nS: 250 PONG\n");
  }

  /** Fails some times, then accepts. */
  private record FailingAcceptor(Acceptor real, AtomicInteger left) implements Acceptor {
    @Override
    public InetSocketAddress address() {
      return real.address();
    }

    @Override
    public Connection accept() throws IOException {
      if (left.getAndDecrement() > 0) {
        throw new IOException("Too many open files");
      }
      return real.accept();
    }

    @Override
    public void close() {
      real.close();
    }
  }

  /** A World in which one port is open already, and which does not rest. */
  private static final class FailingWorld extends DelegatingWorld implements Network {
    private final Acceptor acceptor;

    FailingWorld(World real, Acceptor acceptor) {
      super(real);
      this.acceptor = acceptor;
    }

    @Override
    public Network network() {
      return this;
    }

    @Override
    public Acceptor listen(InetSocketAddress at) {
      return acceptor;
    }

    @Override
    public void sleep(Duration time) {}

    @Override
    public Connection connect(Optional<InetAddress> from, InetSocketAddress to, Duration timeout) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Datagrams bind(InetSocketAddress at) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Acceptor listenLocal(Path at) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Connection connectLocal(Path to) {
      throw new UnsupportedOperationException();
    }
  }

  /** Bars one address, and remembers who left and whether it was understood. */
  private static final class StrictPorter implements Porter {
    final ConcurrentLinkedQueue<String> left = new ConcurrentLinkedQueue<>();
    final Semaphore gone = new Semaphore(0);

    @Override
    public boolean bars(InetAddress address) {
      return address.getHostAddress().equals("127.0.0.66");
    }

    @Override
    public void left(InetAddress address, boolean understood) {
      left.add(address.getHostAddress() + " " + understood);
      gone.release();
    }
  }

  private Listener guarded(Porter porter, ListenerConfig config) throws IOException {
    Listener listener =
        Listener.open(world, new InetSocketAddress("127.0.0.1", 0), config, service, porter);
    open.add(listener::close);
    return listener;
  }

  @Test
  void whoIsBarredIsSentAwayBeforeASessionBegins() throws Exception {
    StrictPorter porter = new StrictPorter();
    Listener listener = guarded(porter, ListenerConfig.DEFAULT);
    Wire barred = connect(listener, "127.0.0.66");
    assertThat(line(barred)).isEqualTo("421 BARRED");
    assertThatThrownBy(() -> line(barred)).isInstanceOf(EOFException.class);
    assertThat(line(connect(listener, "127.0.0.67"))).isEqualTo("220 ready");
    assertThat(porter.left).isEmpty();
  }

  @Test
  void whoIsBarredIsSentAwayBehindAProxyTooA22() throws Exception {
    ListenerConfig config = new ListenerConfig(5, 5, 0, 90, List.of("127.0.0.9"), SECONDS, SECONDS);
    Listener listener = guarded(new StrictPorter(), config);
    Wire barred = connect(listener, "127.0.0.9");
    barred.write("PROXY TCP4 127.0.0.66 127.0.0.1 1 25\r\n");
    barred.flush();
    assertThat(line(barred)).isEqualTo("421 BARRED");
  }

  @Test
  void ofManyWhoAreBarredEachIsSentAway() throws Exception {
    Listener listener = guarded(new StrictPorter(), ListenerConfig.DEFAULT);
    for (int i = 0; i < 30; i++) {
      assertThatThrownBy(
              () -> {
                Wire barred = connect(listener, "127.0.0.66");
                line(barred);
                line(barred);
              })
          .isInstanceOf(IOException.class);
    }
    assertThat(line(connect(listener, "127.0.0.67"))).isEqualTo("220 ready");
    assertThat(listener.connections()).isEqualTo(1);
  }

  @Test
  void fewWordsAreLostOnManyWhoAreBarredA5() {
    World still =
        (World)
            java.lang.reflect.Proxy.newProxyInstance(
                World.class.getClassLoader(),
                new Class<?>[] {World.class},
                (_, _, _) -> Instant.EPOCH);
    BarredCount count = new BarredCount(still, "ping");
    int told = 0;
    for (int i = 0; i < 2000; i++) {
      told += count.count() ? 1 : 0;
    }
    assertThat(told).isEqualTo(20);
  }

  @Test
  void thePorterHearsWhoNeverSpokeTheProtocol() throws Exception {
    StrictPorter porter = new StrictPorter();
    Listener listener = guarded(porter, ListenerConfig.DEFAULT);
    Wire silent = connect(listener, "127.0.0.5");
    assertThat(line(silent)).isEqualTo("220 ready");
    silent.close();
    porter.gone.acquire();
    assertThat(porter.left).containsExactly("127.0.0.5 false");
    Wire leaving = connect(listener, "127.0.0.6");
    assertThat(line(leaving)).isEqualTo("220 ready");
    // Who has seen the end of one connection cannot be ahead of the porter with the next.
    leaving.finish();
    assertThat(porter.left).containsExactly("127.0.0.5 false", "127.0.0.6 false");
  }

  @Test
  void boundsMakeSense() {
    assertThatThrownBy(() -> bounds(0, 1)).hasMessage("connections-max must be at least 1");
    assertThatThrownBy(() -> bounds(1, 0))
        .hasMessage("connections-per-address-max must be at least 1");
  }
}
