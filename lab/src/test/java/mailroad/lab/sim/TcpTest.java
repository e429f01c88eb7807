package mailroad.lab.sim;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import mailroad.kernel.Network.Acceptor;
import mailroad.kernel.Network.Connection;
import mailroad.kernel.Task;
import mailroad.kernel.World;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TcpTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final InetSocketAddress SERVER = at("10.1.0.2", 25);

  private final Simulation simulation = new Simulation(11);
  private final World client = simulation.machine("client", "10.1.0.1", "10.1.0.7", "2001:db8::1");
  private final World server = simulation.machine("server", "10.1.0.2", "2001:db8::2");

  /** Serves one connection. */
  private interface Service {
    void serve(Connection connection) throws Exception;
  }

  static InetSocketAddress at(String address, int port) {
    return new InetSocketAddress(Internet.address(address), port);
  }

  @AfterEach
  void close() {
    simulation.close();
  }

  private void serve(Service service) throws IOException {
    Acceptor acceptor = server.network().listen(SERVER);
    server.start(
        "accept",
        () -> {
          while (true) {
            Connection connection = acceptor.accept();
            server.start("serve", () -> service.serve(connection));
          }
        });
  }

  private void play(Task.Body scenario) throws Exception {
    Task task = client.start("client", scenario);
    assertThat(simulation.runUntil(task::ended, Duration.ofDays(30))).isTrue();
    for (TaskFailure failure : simulation.failures()) {
      throw new AssertionError(failure.task(), failure.cause());
    }
  }

  private Connection connect() throws IOException {
    return client.network().connect(SERVER, MINUTE);
  }

  private static void write(Connection to, String text) throws IOException {
    byte[] octets = text.getBytes(US_ASCII);
    to.write(octets, 0, octets.length, MINUTE);
  }

  private static String read(Connection from, int length) throws IOException {
    byte[] octets = new byte[length];
    int have = 0;
    while (have < length) {
      int n = from.read(octets, have, length - have, MINUTE);
      if (n < 0) {
        break;
      }
      have += n;
    }
    return new String(octets, 0, have, US_ASCII);
  }

  private static byte[] readAll(Connection from) throws IOException {
    java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
    byte[] buffer = new byte[1000];
    for (int n; (n = from.read(buffer, 0, buffer.length, MINUTE)) >= 0; ) {
      out.write(buffer, 0, n);
    }
    return out.toByteArray();
  }

  @Test
  void octetsComeInOrderAndTakeTime() throws Exception {
    simulation.linkAll(Link.INTERNET.withLatency(Duration.ofMillis(100), Duration.ofMillis(100)));
    serve(connection -> {
      write(connection, "got " + read(connection, 5));
      connection.close();
    });
    play(() -> {
      Connection connection = connect();
      assertThat(simulation.elapsed()).isEqualTo(Duration.ofMillis(200));
      write(connection, "hello");
      assertThat(new String(readAll(connection), US_ASCII)).isEqualTo("got hello");
      assertThat(simulation.elapsed()).isEqualTo(Duration.ofMillis(400));
      assertThat(connection.local().getAddress()).isEqualTo(at("10.1.0.1", 0).getAddress());
      assertThat(connection.remote()).isEqualTo(SERVER);
    });
  }

  @Test
  void aStreamArrivesWholeThoughInAnyPieces() throws Exception {
    byte[] sent = new byte[1_000_000];
    new SplittableRandom(5).nextBytes(sent);
    List<byte[]> got = new ArrayList<>();
    serve(connection -> got.add(readAll(connection)));
    play(() -> {
      Connection connection = connect();
      for (int i = 0; i < sent.length; i += 100_000) {
        connection.write(sent, i, 100_000, MINUTE);
      }
      connection.close();
    });
    simulation.run(MINUTE);
    assertThat(got).hasSize(1);
    assertThat(got.getFirst()).isEqualTo(sent);
  }

  @Test
  void aWriterWaitsForItsReader() throws Exception {
    serve(connection -> {
      server.sleep(Duration.ofSeconds(30));
      readAll(connection);
    });
    play(() -> {
      Connection connection = connect();
      connection.write(new byte[65_536], 0, 65_536, MINUTE);
      assertThat(simulation.elapsed()).isLessThan(Duration.ofSeconds(1));
      connection.write(new byte[1], 0, 1, MINUTE);
      assertThat(simulation.elapsed()).isGreaterThan(Duration.ofSeconds(29));
    });
  }

  @Test
  void aWriteThatNobodyTakesTimesOutAndCloses() throws Exception {
    serve(connection -> server.sleep(Duration.ofDays(1)));
    play(() -> {
      Connection connection = connect();
      assertThatThrownBy(() -> connection.write(new byte[70_000], 0, 70_000, MINUTE))
          .isInstanceOf(SocketTimeoutException.class);
      assertThat(simulation.elapsed()).isBetween(MINUTE, MINUTE.plusSeconds(1));
      assertThatThrownBy(() -> connection.read(new byte[1], 0, 1, MINUTE))
          .isInstanceOf(SocketException.class);
    });
  }

  @Test
  void aReadTimesOutAndTheStreamGoesOn() throws Exception {
    serve(connection -> {
      server.sleep(Duration.ofSeconds(90));
      write(connection, "late");
    });
    play(() -> {
      Connection connection = connect();
      assertThatThrownBy(() -> connection.read(new byte[1], 0, 1, MINUTE))
          .isInstanceOf(SocketTimeoutException.class);
      assertThat(simulation.elapsed()).isBetween(MINUTE, MINUTE.plusSeconds(1));
      assertThat(read(connection, 4)).isEqualTo("late");
    });
  }

  @Test
  void halfCloseEndsOneDirectionAlone() throws Exception {
    serve(connection -> {
      byte[] all = readAll(connection);
      write(connection, "you sent " + all.length);
      connection.close();
    });
    play(() -> {
      Connection connection = connect();
      write(connection, "some");
      connection.shutdownOutput();
      assertThatThrownBy(() -> write(connection, "more")).isInstanceOf(SocketException.class);
      assertThat(new String(readAll(connection), US_ASCII)).isEqualTo("you sent 4");
    });
  }

  @Test
  void whatWasSentBeforeACloseStillArrives() throws Exception {
    serve(connection -> {
      write(connection, "bye");
      connection.close();
    });
    play(() -> {
      Connection connection = connect();
      client.sleep(MINUTE);
      assertThat(new String(readAll(connection), US_ASCII)).isEqualTo("bye");
    });
  }

  @Test
  void closingWithUnreadInputEndsTheStreamAndResetsThePeer() throws Exception {
    serve(connection -> {
      server.sleep(Duration.ofSeconds(5));
      connection.close();
    });
    play(() -> {
      Connection connection = connect();
      write(connection, "nobody reads this");
      client.sleep(Duration.ofSeconds(10));
      assertThat(connection.read(new byte[1], 0, 1, MINUTE)).isEqualTo(-1);
      assertThatThrownBy(() -> write(connection, "nor this"))
          .isInstanceOf(SocketException.class)
          .hasMessage("Broken pipe");
    });
  }

  @Test
  void writingToWhoHasClosedIsAnsweredWithAReset() throws Exception {
    serve(Connection::close);
    play(() -> {
      Connection connection = connect();
      assertThat(connection.read(new byte[1], 0, 1, MINUTE)).isEqualTo(-1);
      write(connection, "first is taken");
      client.sleep(Duration.ofSeconds(1));
      assertThatThrownBy(() -> write(connection, "second is not"))
          .isInstanceOf(SocketException.class)
          .hasMessage("Broken pipe");
    });
  }

  @Test
  void closingWakesWhoReadsHere() throws Exception {
    serve(connection -> server.sleep(Duration.ofDays(1)));
    play(() -> {
      Connection connection = connect();
      client.start(
          "closer",
          () -> {
            client.sleep(Duration.ofSeconds(2));
            connection.close();
          });
      assertThatThrownBy(() -> connection.read(new byte[1], 0, 1, MINUTE))
          .isInstanceOf(SocketException.class)
          .hasMessage("Socket closed");
    });
  }

  @Test
  void refusesWhereNobodyListens() throws Exception {
    play(() -> {
      assertThatThrownBy(this::connect)
          .isInstanceOf(ConnectException.class)
          .hasMessage("Connection refused");
      assertThat(simulation.elapsed()).isLessThan(Duration.ofSeconds(1));
    });
  }

  @Test
  void noRouteToWhoIsNotThere() throws Exception {
    play(() ->
        assertThatThrownBy(() -> client.network().connect(at("192.0.2.1", 25), MINUTE))
            .isInstanceOf(NoRouteToHostException.class));
  }

  @Test
  void connectingAcrossAPartitionTimesOut() throws Exception {
    serve(Connection::close);
    simulation.partition("client", "server");
    play(() -> {
      assertThatThrownBy(this::connect).isInstanceOf(SocketTimeoutException.class);
      assertThat(simulation.elapsed()).isEqualTo(MINUTE);
    });
  }

  @Test
  void connectingSucceedsOnceThePartitionIsHealed() throws Exception {
    serve(connection -> write(connection, "hello"));
    simulation.partition("client", "server");
    client.start(
        "healer",
        () -> {
          client.sleep(Duration.ofSeconds(10));
          simulation.heal("client", "server");
        });
    play(() -> {
      assertThat(read(connect(), 5)).isEqualTo("hello");
      // Packets go out after 1, 3, 7 and 15 seconds.
      assertThat(simulation.elapsed()).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(16));
    });
  }

  @Test
  void octetsWaitForTheEndOfAPartition() throws Exception {
    serve(connection -> write(connection, "got " + read(connection, 3)));
    play(() -> {
      Connection connection = connect();
      simulation.partition("client", "server");
      write(connection, "abc");
      assertThatThrownBy(() -> connection.read(new byte[1], 0, 1, MINUTE))
          .isInstanceOf(SocketTimeoutException.class);
      simulation.heal("client", "server");
      assertThat(read(connection, 7)).isEqualTo("got abc");
    });
  }

  @Test
  void aConnectionBreaksWhenAPartitionLastsTooLong() throws Exception {
    serve(connection -> server.sleep(Duration.ofDays(1)));
    play(() -> {
      Connection connection = connect();
      simulation.isolate("server");
      write(connection, "abc");
      assertThatThrownBy(() -> connection.read(new byte[1], 0, 1, Duration.ofDays(1)))
          .isInstanceOf(SocketException.class)
          .hasMessage("Connection timed out");
      assertThat(simulation.elapsed()).isBetween(Duration.ofMinutes(15), Duration.ofMinutes(16));
    });
  }

  @Test
  void aSlowLinkTakesItsTime() throws Exception {
    simulation.linkAll(Link.INTERNET.withOctetsPerSecond(1000));
    serve(connection -> write(connection, "got " + readAll(connection).length));
    play(() -> {
      Connection connection = connect();
      connection.write(new byte[10_000], 0, 10_000, MINUTE);
      connection.shutdownOutput();
      assertThat(read(connection, 9)).isEqualTo("got 10000");
      assertThat(simulation.elapsed()).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(11));
    });
  }

  @Test
  void aConnectionIsCutAtAnyOctet() throws Exception {
    simulation.linkAll(Link.INTERNET.withCut(1, 50));
    List<Integer> got = new ArrayList<>();
    serve(connection -> {
      int n = 0;
      try {
        while (connection.read(new byte[1], 0, 1, MINUTE) > 0) {
          n++;
        }
      } catch (SocketException e) {
        got.add(n);
      }
    });
    play(() -> {
      for (int i = 0; i < 100; i++) {
        Connection connection = connect();
        assertThatThrownBy(
                () -> {
                  while (true) {
                    write(connection, "x");
                  }
                })
            .isInstanceOf(SocketException.class);
      }
    });
    simulation.run(MINUTE);
    assertThat(got).hasSize(100).allMatch(n -> n >= 1 && n <= 50);
    assertThat(got.stream().distinct().count()).isGreaterThan(20);
  }

  @Test
  void cutBreaksBothEnds() throws Exception {
    List<String> ends = new ArrayList<>();
    serve(connection -> {
      try {
        readAll(connection);
      } catch (SocketException e) {
        ends.add("server " + e.getMessage());
      }
    });
    play(() -> {
      Connection connection = connect();
      client.sleep(Duration.ofSeconds(1));
      simulation.cut("client", "server");
      assertThatThrownBy(() -> readAll(connection)).hasMessage("Connection reset");
    });
    simulation.run(MINUTE);
    assertThat(ends).containsExactly("server Connection reset");
  }

  @Test
  void theSourceAddressIsHonoured() throws Exception {
    serve(connection -> write(connection, Internet.show(connection.remote()) + "\n"));
    play(() -> {
      Connection connection =
          client.network().connect(Optional.of(Internet.address("10.1.0.7")), SERVER, MINUTE);
      assertThat(read(connection, 9)).isEqualTo("10.1.0.7:");
      assertThat(connection.local().getAddress().getHostAddress()).isEqualTo("10.1.0.7");
      assertThatThrownBy(() ->
              client.network().connect(Optional.of(Internet.address("10.1.0.9")), SERVER, MINUTE))
          .isInstanceOf(BindException.class);
    });
  }

  @Test
  void talksOverIpv6AndToItself() throws Exception {
    Acceptor any = server.network().listen(at("::", 143));
    server.start(
        "accept",
        () -> {
          while (true) {
            write(any.accept(), "hi");
          }
        });
    play(() ->
        assertThat(read(client.network().connect(at("2001:db8::2", 143), MINUTE), 2))
            .isEqualTo("hi"));
    server.start(
        "itself",
        () -> {
          for (String self : List.of("127.0.0.1", "127.9.9.9", "10.1.0.2", "::1")) {
            assertThat(read(server.network().connect(at(self, 143), MINUTE), 2)).isEqualTo("hi");
          }
          simulation.note("itself was there");
        });
    simulation.run(MINUTE);
    assertThat(simulation.failures()).isEmpty();
    assertThat(simulation.log()).contains("itself was there");
  }

  @Test
  void portsAreTakenOnceAndFreeAgainAfterClose() throws Exception {
    Acceptor first = server.network().listen(SERVER);
    assertThatThrownBy(() -> server.network().listen(SERVER)).isInstanceOf(BindException.class);
    assertThatThrownBy(() -> server.network().listen(at("0.0.0.0", 25)))
        .isInstanceOf(BindException.class);
    assertThatThrownBy(() -> server.network().listen(at("10.1.0.1", 25)))
        .isInstanceOf(BindException.class)
        .hasMessageContaining("not an address of server");
    first.close();
    server.network().listen(at("0.0.0.0", 25));
    Acceptor any = server.network().listen(at("10.1.0.2", 0));
    assertThat(any.address().getPort()).isBetween(32_768, 60_999);
  }

  @Test
  void portsRunOut() throws Exception {
    try (Simulation narrow =
        new Simulation(3, SimulationConfig.DEFAULT.withPorts(40_000, 40_004))) {
      World one = narrow.world("one");
      Acceptor acceptor = one.network().listen(at("0.0.0.0", 25));
      one.start(
          "accept",
          () -> {
            while (true) {
              acceptor.accept();
            }
          });
      Task task =
          one.start(
              "client",
              () -> {
                InetSocketAddress to = at("127.0.0.1", 25);
                List<Connection> open = new ArrayList<>();
                for (int i = 0; i < 5; i++) {
                  open.add(one.network().connect(to, MINUTE));
                }
                assertThatThrownBy(() -> one.network().connect(to, MINUTE))
                    .isInstanceOf(BindException.class);
                open.getFirst().close();
                open.add(one.network().connect(to, MINUTE));
              });
      assertThat(narrow.runUntil(task::ended, MINUTE)).isTrue();
      assertThat(narrow.failures()).isEmpty();
    }
  }

  @Test
  void aFullBacklogMakesOthersWait() throws Exception {
    Acceptor acceptor = server.network().listen(SERVER);
    server.start(
        "accept late",
        () -> {
          server.sleep(Duration.ofSeconds(20));
          while (true) {
            acceptor.accept();
          }
        });
    play(() -> {
      for (int i = 0; i < 128; i++) {
        connect();
      }
      Duration before = simulation.elapsed();
      connect();
      assertThat(simulation.elapsed().minus(before)).isGreaterThan(Duration.ofSeconds(10));
    });
  }

  @Test
  void acceptEndsWhenItsPortIsClosed() throws Exception {
    Acceptor acceptor = server.network().listen(SERVER);
    Task task =
        server.start(
            "accept",
            () -> assertThatThrownBy(acceptor::accept).isInstanceOf(SocketException.class));
    play(() -> {
      client.sleep(Duration.ofSeconds(1));
      acceptor.close();
      client.sleep(Duration.ofSeconds(1));
      assertThat(task.ended()).isTrue();
      assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
    });
  }

  @Test
  void localSocketsStayOnTheirMachine() throws Exception {
    Path path = Path.of("/run/mailroad/admin.sock");
    Acceptor acceptor = server.network().listenLocal(path);
    assertThatThrownBy(() -> server.network().listenLocal(path)).isInstanceOf(BindException.class);
    server.start("admin", () -> write(acceptor.accept(), "admin here"));
    server.start("visitor", () -> simulation.note(read(server.network().connectLocal(path), 10)));
    play(() ->
        assertThatThrownBy(() -> client.network().connectLocal(path))
            .isInstanceOf(ConnectException.class));
    simulation.run(MINUTE);
    assertThat(simulation.log()).contains("note: admin here");
  }

  @Test
  void cancellingEndsAReadAndClosesTheConnection() throws Exception {
    serve(connection -> simulation.note("server got " + Arrays.toString(readAll(connection))));
    Connection[] made = new Connection[1];
    Task reader =
        client.start(
            "reader",
            () -> {
              made[0] = connect();
              made[0].read(new byte[1], 0, 1, Duration.ofDays(1));
            });
    play(() -> {
      client.sleep(Duration.ofSeconds(1));
      reader.cancel();
      reader.join();
    });
    simulation.run(MINUTE);
    assertThat(simulation.failures()).isEmpty();
    assertThat(simulation.log()).contains("server got []");
  }
}
