package mailroad.lab.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import mailroad.kernel.Bell;
import mailroad.kernel.Network.Acceptor;
import mailroad.kernel.Network.Connection;
import mailroad.kernel.Task;
import mailroad.kernel.World;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CrashTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final InetSocketAddress SERVER = TcpTest.at("10.1.0.2", 25);

  private final Simulation simulation = new Simulation(3);
  private final World client = simulation.machine("client", "10.1.0.1");
  private World server = simulation.machine("server", "10.1.0.2");
  private final List<String> seen = new ArrayList<>();

  @AfterEach
  void close() {
    simulation.close();
  }

  private void echo() throws IOException {
    World here = server;
    Acceptor acceptor = here.network().listen(SERVER);
    here.start(
        "accept",
        () -> {
          while (true) {
            Connection connection = acceptor.accept();
            here.start(
                "echo",
                () -> {
                  byte[] buffer = new byte[100];
                  for (int n; (n = connection.read(buffer, 0, 100, Duration.ofDays(1))) > 0; ) {
                    connection.write(buffer, 0, n, MINUTE);
                  }
                });
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

  private static void exchange(Connection connection) throws IOException {
    connection.write(new byte[1], 0, 1, MINUTE);
    assertThat(connection.read(new byte[1], 0, 1, MINUTE)).isEqualTo(1);
  }

  @Test
  void peersOfAProgramThatDiesAreResetAndItsPortsRefuse() throws Exception {
    echo();
    play(() -> {
      Connection connection = connect();
      exchange(connection);
      simulation.crash("server", Crash.RESET);
      assertThat(simulation.isUp("server")).isFalse();
      assertThatThrownBy(() -> connection.read(new byte[1], 0, 1, MINUTE))
          .isInstanceOf(SocketException.class)
          .hasMessage("Connection reset");
      assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
    });
  }

  @Test
  void peersOfAMachineWithoutPowerHearNothing() throws Exception {
    echo();
    play(() -> {
      Connection connection = connect();
      exchange(connection);
      simulation.crash("server", Crash.SILENCE);
      assertThatThrownBy(() -> connection.read(new byte[1], 0, 1, MINUTE))
          .isInstanceOf(SocketTimeoutException.class);
      assertThatThrownBy(this::connect).isInstanceOf(SocketTimeoutException.class);
    });
  }

  @Test
  void aMachineThatIsBackKnowsNothingOfItsConnections() throws Exception {
    echo();
    play(() -> {
      Connection connection = connect();
      exchange(connection);
      simulation.crash("server", Crash.SILENCE);
      client.sleep(MINUTE);
      server = simulation.restart("server");
      echo();
      connection.write(new byte[1], 0, 1, MINUTE);
      assertThatThrownBy(() -> connection.read(new byte[1], 0, 1, MINUTE))
          .hasMessage("Connection reset");
      exchange(connect());
    });
  }

  @Test
  void octetsSentIntoTheDarkAreAnsweredWithAResetWhenItIsLightAgain() throws Exception {
    echo();
    play(() -> {
      Connection connection = connect();
      simulation.crash("server", Crash.SILENCE);
      connection.write(new byte[1], 0, 1, MINUTE);
      client.sleep(MINUTE);
      server = simulation.restart("server");
      assertThatThrownBy(() -> connection.read(new byte[1], 0, 1, MINUTE))
          .hasMessage("Connection reset");
    });
  }

  @Test
  void onlyConnectionsThatAFaultCameBetweenCountAsDisturbed() throws Exception {
    echo();
    play(() -> {
      Connection sound = connect();
      exchange(sound);
      sound.close();
      client.sleep(MINUTE);
      assertThat(simulation.disturbed()).isEmpty();
      Connection held = connect();
      simulation.partition("client", "server");
      held.write(new byte[1], 0, 1, MINUTE);
      client.sleep(Duration.ofSeconds(1));
      simulation.heal("client", "server");
      assertThat(held.read(new byte[1], 0, 1, MINUTE)).isEqualTo(1);
      held.close();
      client.sleep(MINUTE);
      assertThat(simulation.disturbed()).containsExactly(held.local());
      Connection lost = connect();
      simulation.crash("server", Crash.RESET);
      assertThat(simulation.disturbed()).containsExactly(held.local(), lost.local());
    });
  }

  @Test
  void tasksEndWhereTheyStandBeforeTheCrashReturns() throws Exception {
    World here = server;
    Bell bell = here.bell();
    here.start(
        "sleeper",
        () -> {
          try {
            here.sleep(Duration.ofDays(1));
          } finally {
            seen.add("sleeper unwinds");
          }
        });
    here.start(
        "waiter",
        () -> {
          try {
            bell.await(0, Duration.ofDays(1));
          } catch (RuntimeException e) {
            seen.add("a product catches no kill");
          } finally {
            seen.add("waiter unwinds");
            bell.ring();
            here.sleep(Duration.ofDays(1));
            seen.add("never");
          }
        });
    simulation.run(MINUTE);
    simulation.crash("server", Crash.RESET);
    assertThat(seen).containsExactlyInAnyOrder("sleeper unwinds", "waiter unwinds");
    assertThat(simulation.failures()).isEmpty();
    assertThat(simulation.tasks()).isEmpty();
  }

  @Test
  void whatMustHappenAtACrashHappensBeforeTheTasksEnd() {
    World here = server;
    simulation.whenCrashed("server", () -> seen.add("the disk is gone"));
    here.start(
        "sleeper",
        () -> {
          try {
            here.sleep(Duration.ofDays(1));
          } finally {
            seen.add("unwinds");
          }
        });
    simulation.run(MINUTE);
    simulation.crash("server", Crash.RESET);
    simulation.restart("server");
    simulation.crash("server", Crash.SILENCE);
    assertThat(seen).containsExactly("the disk is gone", "unwinds", "the disk is gone");
  }

  @Test
  void aTaskThatCrashesItsOwnMachineEndsAtItsNextCall() throws Exception {
    World here = server;
    here.start(
        "suicide",
        () -> {
          simulation.crash("server", Crash.RESET);
          seen.add("until the next call");
          here.now();
          seen.add("never");
        });
    simulation.run(MINUTE);
    assertThat(seen).containsExactly("until the next call");
  }

  @Test
  void resourcesThatAreClosedByTheDyingAreClosedAlready() throws Exception {
    World here = server;
    here.start(
        "holder",
        () -> {
          try (Acceptor acceptor = here.network().listen(SERVER);
              var port = here.network().bind(SERVER)) {
            here.sleep(Duration.ofDays(1));
            assertThat(acceptor.address()).isEqualTo(port.address());
          } finally {
            seen.add("closed");
          }
        });
    simulation.run(MINUTE);
    simulation.crash("server", Crash.RESET);
    assertThat(seen).containsExactly("closed");
    World again = simulation.restart("server");
    again.network().listen(SERVER);
  }

  @Test
  void whoIsNotKilledByAKillIsReported() {
    World here = server;
    here.start(
        "stubborn",
        () -> {
          while (true) {
            try {
              here.sleep(Duration.ofSeconds(1));
            } catch (Throwable e) {
              // goes on whatever it is told
            }
          }
        });
    simulation.run(MINUTE);
    simulation.crash("server", Crash.RESET);
    assertThatThrownBy(() -> simulation.run(MINUTE))
        .isInstanceOf(SimulationFailure.class)
        .hasMessageContaining("server/stubborn goes on after the crash");
  }

  @Test
  void theOldWorldStaysDeadForOthers() {
    World old = server;
    simulation.crash("server", Crash.RESET);
    assertThatThrownBy(() -> simulation.world("server"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("server is down: restart it");
    World again = simulation.restart("server");
    assertThat(simulation.world("server")).isSameAs(again);
    assertThatThrownBy(() -> old.start("late", () -> {})).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> old.network().listen(SERVER))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aMachineDrawsOtherRandomNumbersInItsNextLife() {
    long first = server.random().nextLong();
    simulation.crash("server", Crash.RESET);
    assertThat(simulation.restart("server").random().nextLong()).isNotEqualTo(first);
  }

  @Test
  void crashesBetweenAnyTwoCalls() {
    Set<Integer> reached = new HashSet<>();
    for (int calls = 1; calls <= 6; calls++) {
      try (Simulation one = new Simulation(1)) {
        World world = one.world("m");
        int[] steps = new int[1];
        one.crashAfter("m", calls, Crash.RESET);
        world.start(
            "five steps",
            () -> {
              for (int i = 0; i < 5; i++) {
                world.sleep(Duration.ofSeconds(1));
                steps[0]++;
              }
            });
        one.run(MINUTE);
        reached.add(steps[0]);
        assertThat(one.isUp("m")).isEqualTo(calls == 6);
      }
    }
    assertThat(reached).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
  }

  @Test
  void tasksThatNeverRanNeverRun() {
    server.start("late", () -> seen.add("ran"));
    simulation.crash("server", Crash.RESET);
    simulation.run(MINUTE);
    assertThat(seen).isEmpty();
  }

  @Test
  void closingTheSimulationEndsAllTasks() {
    World here = server;
    here.start(
        "sleeper",
        () -> {
          try {
            here.sleep(Duration.ofDays(1));
          } finally {
            seen.add("ended");
          }
        });
    simulation.run(MINUTE);
    simulation.close();
    assertThat(seen).containsExactly("ended");
  }
}
