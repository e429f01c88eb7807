package mailroad.lab.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import mailroad.kernel.Bell;
import mailroad.kernel.Network.Acceptor;
import mailroad.kernel.Network.Connection;
import mailroad.kernel.Network.Datagrams;
import mailroad.kernel.World;
import org.junit.jupiter.api.Test;

/** The same seed, the same world: a program of all that a World offers, under faults. */
class DeterminismTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final InetSocketAddress TCP = TcpTest.at("10.1.0.2", 25);
  private static final InetSocketAddress UDP = TcpTest.at("10.1.0.2", 53);

  @Test
  void oneSeedGivesOneLogByteForByte() throws Exception {
    Set<String> logs = new HashSet<>();
    for (long seed = 0; seed < 100; seed++) {
      String log = run(seed);
      assertThat(run(seed)).as("seed %d", seed).isEqualTo(log);
      assertThat(log)
          .contains("is connected", "accepted", "crash server", "restart server", "lost");
      logs.add(log);
    }
    assertThat(logs).as("different seeds go different ways").hasSize(100);
  }

  private static String run(long seed) throws IOException {
    try (Simulation simulation = new Simulation(seed)) {
      World clients = simulation.machine("clients", "10.1.0.1");
      simulation.machine("server", "10.1.0.2");
      simulation.linkAll(Link.INTERNET.withLoss(0.2).withCut(0.2, 3000));
      serve(simulation.world("server"));
      for (int i = 0; i < 5; i++) {
        clients.start("tcp", () -> talk(clients));
        clients.start("udp", () -> ask(clients));
      }
      simulation.world(Simulation.LAB).start("faults", () -> faults(simulation));
      simulation.run(Duration.ofMinutes(10));
      simulation.failures().forEach(failure -> assertThat(failure.isBug()).isFalse());
      return simulation.log();
    }
  }

  private static void faults(Simulation simulation) throws Exception {
    World lab = simulation.world(Simulation.LAB);
    for (int i = 0; i < 3; i++) {
      lab.sleep(Duration.ofMillis(lab.random().nextLong(5000)));
      simulation.crash("server", lab.random().nextBoolean() ? Crash.RESET : Crash.SILENCE);
      lab.sleep(Duration.ofMillis(lab.random().nextLong(5000)));
      serve(simulation.restart("server"));
      simulation.partition("clients", "server");
      lab.sleep(Duration.ofMillis(lab.random().nextLong(500)));
      simulation.healAll();
      simulation.linkAll(Link.INTERNET.withLoss(0.2).withCut(0.2, 3000));
    }
  }

  private static void serve(World world) throws IOException {
    Acceptor acceptor = world.network().listen(TCP);
    Datagrams port = world.network().bind(UDP);
    Bell bell = world.bell();
    world.start(
        "accept",
        () -> {
          while (true) {
            Connection connection = acceptor.accept();
            world.start("echo", () -> echo(world, connection, bell));
          }
        });
    world.start(
        "answer",
        () -> {
          while (true) {
            var question = port.receive(MINUTE);
            if (question.isPresent()) {
              port.send(question.get().content(), question.get().from());
            }
          }
        });
    world.start(
        "count",
        () -> {
          while (true) {
            bell.await(bell.rings(), MINUTE);
          }
        });
  }

  private static void echo(World world, Connection connection, Bell bell) throws IOException {
    byte[] buffer = new byte[500];
    try (connection) {
      for (int n; (n = connection.read(buffer, 0, buffer.length, MINUTE)) > 0; ) {
        bell.ring();
        connection.write(buffer, 0, n, MINUTE);
      }
    } finally {
      bell.ring();
    }
  }

  private static void talk(World world) throws Exception {
    for (int i = 0; i < 10; i++) {
      try (Connection connection =
          world.network().connect(TCP, Duration.ofSeconds(world.random().nextInt(1, 20)))) {
        byte[] content = new byte[world.random().nextInt(1, 2000)];
        connection.write(content, 0, content.length, MINUTE);
        connection.shutdownOutput();
        while (connection.read(content, 0, content.length, Duration.ofSeconds(5)) > 0) {}
      } catch (IOException e) {
        world.sleep(Duration.ofMillis(world.random().nextInt(1000)));
      }
    }
  }

  private static void ask(World world) throws Exception {
    for (int i = 0; i < 10; i++) {
      try (Datagrams port = world.network().bind(TcpTest.at("0.0.0.0", 0))) {
        port.send(new byte[world.random().nextInt(1, 500)], UDP);
        if (port.receive(Duration.ofSeconds(1)).isEmpty()) {
          world.sleep(Duration.ofSeconds(1));
        }
      }
    }
  }
}
