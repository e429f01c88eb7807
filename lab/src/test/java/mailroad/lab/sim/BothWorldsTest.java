package mailroad.lab.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InterruptedIOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.Bell;
import mailroad.kernel.Network.Acceptor;
import mailroad.kernel.Network.Connection;
import mailroad.kernel.Network.Datagrams;
import mailroad.kernel.RealWorld;
import mailroad.kernel.Task;
import mailroad.kernel.World;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds in the simulated World holds in the real one: else the simulation proves nothing. */
class BothWorldsTest {
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final Duration LONG = Duration.ofSeconds(30);

  /** What is done in a World. */
  interface Scene {
    void play(World world) throws Exception;
  }

  /** The two. */
  enum Which {
    REAL {
      @Override
      void play(Scene scene) throws Exception {
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        scene.play(new RealWorld((_, failure) -> failures.add(failure)));
        assertThat(failures).isEmpty();
      }
    },
    SIMULATED {
      @Override
      void play(Scene scene) throws Exception {
        try (Simulation simulation = new Simulation(1)) {
          simulation.play(Duration.ofHours(1), () -> scene.play(simulation.world(Simulation.LAB)));
          assertThat(simulation.failures()).isEmpty();
        }
      }
    };

    abstract void play(Scene scene) throws Exception;
  }

  /** Two ends of a connection. */
  private record Ends(Connection client, Connection server) {}

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private static Ends connect(World world) throws Exception {
    try (Acceptor acceptor = world.network().listen(anyPort())) {
      Connection client = world.network().connect(acceptor.address(), LONG);
      return new Ends(client, acceptor.accept());
    }
  }

  private static int read(Connection from, Duration timeout) throws Exception {
    return from.read(new byte[10], 0, 10, timeout);
  }

  private static void write(Connection to, int octets) throws Exception {
    to.write(new byte[octets], 0, octets, LONG);
  }

  @ParameterizedTest
  @EnumSource
  void aStreamEndsAfterItsLastOctet(Which which) throws Exception {
    which.play(world -> {
      Ends ends = connect(world);
      write(ends.client(), 3);
      ends.client().close();
      int octets = 0;
      for (int n; (n = read(ends.server(), LONG)) >= 0; ) {
        octets += n;
      }
      assertThat(octets).isEqualTo(3);
      assertThat(read(ends.server(), LONG)).isEqualTo(-1);
    });
  }

  @ParameterizedTest
  @EnumSource
  void addressesOfTheEndsAgree(Which which) throws Exception {
    which.play(world -> {
      Ends ends = connect(world);
      assertThat(ends.client().local()).isEqualTo(ends.server().remote());
      assertThat(ends.client().remote()).isEqualTo(ends.server().local());
    });
  }

  @ParameterizedTest
  @EnumSource
  void halfCloseLeavesTheOtherDirection(Which which) throws Exception {
    which.play(world -> {
      Ends ends = connect(world);
      ends.client().shutdownOutput();
      assertThat(read(ends.server(), LONG)).isEqualTo(-1);
      write(ends.server(), 1);
      assertThat(read(ends.client(), LONG)).isEqualTo(1);
      assertThatThrownBy(() -> write(ends.client(), 1)).isInstanceOf(SocketException.class);
    });
  }

  @ParameterizedTest
  @EnumSource
  void aReadThatTimedOutCanBeRepeated(Which which) throws Exception {
    which.play(world -> {
      Ends ends = connect(world);
      assertThatThrownBy(() -> read(ends.client(), SHORT))
          .isInstanceOf(SocketTimeoutException.class);
      write(ends.server(), 1);
      assertThat(read(ends.client(), LONG)).isEqualTo(1);
    });
  }

  @ParameterizedTest
  @EnumSource
  void aCloseThatLeavesInputUnreadEndsTheStreamAndBreaksIt(Which which) throws Exception {
    which.play(world -> {
      Ends ends = connect(world);
      write(ends.client(), 100);
      write(ends.server(), 1);
      assertThat(read(ends.client(), LONG)).isEqualTo(1);
      world.sleep(SHORT);
      ends.server().close();
      world.sleep(SHORT);
      assertThat(read(ends.client(), LONG)).isEqualTo(-1);
      assertThatThrownBy(() -> write(ends.client(), 1)).isInstanceOf(SocketException.class);
    });
  }

  @ParameterizedTest
  @EnumSource
  void aWriterWaitsForItsReader(Which which) throws Exception {
    int octets = 30_000_000;
    which.play(world -> {
      Ends ends = connect(world);
      Task writer = world.start("writer", () -> write(ends.client(), octets));
      assertThat(writer.join(SHORT)).isFalse();
      int left = octets;
      byte[] buffer = new byte[65_536];
      while (left > 0) {
        left -= ends.server().read(buffer, 0, buffer.length, LONG);
      }
      assertThat(writer.join(LONG)).isTrue();
    });
  }

  @ParameterizedTest
  @EnumSource
  void closedConnectionsFail(Which which) throws Exception {
    which.play(world -> {
      Ends ends = connect(world);
      ends.client().close();
      ends.client().close();
      assertThatThrownBy(() -> read(ends.client(), LONG)).isInstanceOf(SocketException.class);
      assertThatThrownBy(() -> write(ends.client(), 1)).isInstanceOf(SocketException.class);
    });
  }

  @ParameterizedTest
  @EnumSource
  void closingEndsAReadElsewhere(Which which) throws Exception {
    which.play(world -> {
      Ends ends = connect(world);
      Task reader =
          world.start(
              "reader",
              () ->
                  assertThatThrownBy(() -> read(ends.client(), LONG))
                      .isInstanceOf(SocketException.class)
                      .isNotInstanceOf(InterruptedIOException.class));
      world.sleep(SHORT);
      ends.client().close();
      assertThat(reader.join(LONG)).isTrue();
    });
  }

  @ParameterizedTest
  @EnumSource
  void cancellingEndsAReadAndClosesItsConnection(Which which) throws Exception {
    which.play(world -> {
      Ends ends = connect(world);
      Task reader =
          world.start(
              "reader",
              () ->
                  assertThatThrownBy(() -> read(ends.client(), LONG))
                      .isInstanceOf(InterruptedIOException.class)
                      .isNotInstanceOf(SocketTimeoutException.class));
      world.sleep(SHORT);
      reader.cancel();
      assertThat(reader.join(LONG)).isTrue();
      assertThat(read(ends.server(), LONG)).isEqualTo(-1);
    });
  }

  @ParameterizedTest
  @EnumSource
  void aPortRefusesOnceItIsClosed(Which which) throws Exception {
    which.play(world -> {
      Acceptor acceptor = world.network().listen(anyPort());
      InetSocketAddress at = acceptor.address();
      assertThatThrownBy(() -> world.network().listen(at)).isInstanceOf(BindException.class);
      acceptor.close();
      assertThatThrownBy(acceptor::accept).isInstanceOf(SocketException.class);
      assertThatThrownBy(() -> world.network().connect(at, LONG))
          .isInstanceOf(ConnectException.class);
    });
  }

  @ParameterizedTest
  @EnumSource
  void aConnectionComesFromTheAddressAskedFor(Which which) throws Exception {
    InetAddress from = InetAddress.ofLiteral("127.3.2.1");
    which.play(world -> {
      Acceptor acceptor = world.network().listen(anyPort());
      Connection client = world.network().connect(Optional.of(from), acceptor.address(), LONG);
      assertThat(client.local().getAddress()).isEqualTo(from);
      assertThat(acceptor.accept().remote()).isEqualTo(client.local());
      assertThatThrownBy(() ->
              world
                  .network()
                  .connect(
                      Optional.of(InetAddress.ofLiteral("192.0.2.77")), acceptor.address(), LONG))
          .isInstanceOf(BindException.class);
    });
  }

  @ParameterizedTest
  @EnumSource
  void datagramsGoBothWays(Which which) throws Exception {
    which.play(world -> {
      Datagrams one = world.network().bind(anyPort());
      Datagrams other = world.network().bind(anyPort());
      one.send(new byte[] {1, 2}, other.address());
      var got = other.receive(LONG).orElseThrow();
      assertThat(got.content()).containsExactly(1, 2);
      assertThat(got.from()).isEqualTo(one.address());
      assertThat(one.receive(SHORT)).isEmpty();
      other.close();
      assertThatThrownBy(() -> other.receive(LONG)).isInstanceOf(SocketException.class);
      assertThatThrownBy(() -> other.send(new byte[1], one.address()))
          .isInstanceOf(SocketException.class);
      one.close();
    });
  }

  @ParameterizedTest
  @EnumSource
  void localSocketsConnectByPath(Which which, @TempDir Path folder) throws Exception {
    Path path = folder.resolve("admin.sock");
    which.play(world -> {
      Acceptor acceptor = world.network().listenLocal(path);
      assertThatThrownBy(() -> world.network().listenLocal(path)).isInstanceOf(BindException.class);
      // The look of listenLocal at a live socket may have left a visitor behind.
      Connection client = world.network().connectLocal(path);
      client.write(new byte[] {7}, 0, 1, LONG);
      byte[] got = new byte[1];
      int n;
      do {
        n = acceptor.accept().read(got, 0, 1, LONG);
      } while (n < 0);
      assertThat(got).containsExactly(7);
      acceptor.close();
      assertThatThrownBy(() -> world.network().connectLocal(path))
          .isInstanceOf(java.io.IOException.class);
    });
  }

  @ParameterizedTest
  @EnumSource
  void bellsWakeAllAndLoseNoRing(Which which) throws Exception {
    which.play(world -> {
      Bell bell = world.bell();
      long seen = bell.rings();
      Task one = world.start("one", () -> assertThat(bell.await(seen, LONG)).isTrue());
      Task other = world.start("other", () -> assertThat(bell.await(seen, LONG)).isTrue());
      world.sleep(SHORT);
      bell.ring();
      assertThat(one.join(LONG)).isTrue();
      assertThat(other.join(LONG)).isTrue();
      assertThat(bell.await(seen, LONG)).isTrue();
      assertThat(bell.await(bell.rings(), SHORT)).isFalse();
    });
  }

  @ParameterizedTest
  @EnumSource
  void cancelReachesTheNextWait(Which which) throws Exception {
    which.play(world -> {
      Bell bell = world.bell();
      for (Scene wait :
          List.<Scene>of(
              w -> w.sleep(LONG),
              w -> bell.await(bell.rings(), LONG),
              w -> w.start("idle", () -> w.sleep(SHORT)).join())) {
        Task task =
            world.start(
                "waits",
                () ->
                    assertThatThrownBy(() -> wait.play(world))
                        .isInstanceOf(InterruptedException.class));
        task.cancel();
        assertThat(task.join(LONG)).isTrue();
      }
      world.sleep(SHORT.multipliedBy(2));
    });
  }
}
