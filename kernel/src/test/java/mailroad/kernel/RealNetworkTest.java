package mailroad.kernel;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import mailroad.kernel.Network.Acceptor;
import mailroad.kernel.Network.Connection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RealNetworkTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration MOMENT = Duration.ofMillis(50);
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  /** From where no connection comes by itself: one to its own end would be no refusal. */
  private static final InetSocketAddress ELSEWHERE =
      new InetSocketAddress(InetAddress.ofLiteral("127.0.0.2"), 0);

  @ParameterizedTest(name = "with timers of their own for waits up to {0}")
  @ValueSource(strings = {"PT0S", "PT10S"})
  void whoIsSilentForTooLongCanStillBeTold(Duration shortWait) throws IOException {
    Network network = new RealNetwork(shortWait);
    try (Acceptor acceptor = network.listen(ANY_PORT);
        Connection client = network.connect(acceptor.address(), LONG);
        Connection server = acceptor.accept()) {
      byte[] octets = new byte[10];
      assertThatThrownBy(() -> server.read(octets, 0, octets.length, MOMENT))
          .isInstanceOf(SocketTimeoutException.class);
      server.write("421".getBytes(US_ASCII), 0, 3, LONG);
      assertThat(client.read(octets, 0, octets.length, LONG)).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.0.0.2", "0.0.0.0"})
  void bothEndsSayTheSameOfAConnection(String bound) throws IOException {
    Network network = new RealNetwork(LONG);
    try (Acceptor acceptor =
        network.listen(new InetSocketAddress(InetAddress.ofLiteral(bound), 0))) {
      String to = bound.equals("0.0.0.0") ? "127.0.0.3" : bound;
      InetSocketAddress address =
          new InetSocketAddress(InetAddress.ofLiteral(to), acceptor.address().getPort());
      try (Connection client = network.connect(address, LONG);
          Connection server = acceptor.accept()) {
        assertThat(server.local()).isEqualTo(address);
        assertThat(client.remote()).isEqualTo(address);
        assertThat(server.remote()).isEqualTo(client.local());
      }
    }
  }

  @Test
  void whereNobodyListensAnyMoreConnectionsAreRefused() throws Exception {
    World world = new RealWorld((name, e) -> {});
    Network network = world.network();
    for (int i = 0; i < 300; i++) {
      Acceptor acceptor = network.listen(ELSEWHERE);
      Task task =
          world.start(
              "accepting",
              () -> {
                while (true) {
                  acceptor.accept().close();
                }
              });
      network.connect(acceptor.address(), LONG).close();
      acceptor.close();
      assertThatThrownBy(() -> network.connect(acceptor.address(), LONG))
          .isInstanceOf(ConnectException.class);
      task.join();
    }
  }

  @Test
  void whoIsLeftWithoutAGoodbyeFindsTheConnectionReset() throws IOException {
    Network network = new RealNetwork(LONG);
    try (Acceptor acceptor = network.listen(ANY_PORT);
        Connection client = network.connect(acceptor.address(), LONG);
        Connection server = acceptor.accept()) {
      assertThat(server.local()).isEqualTo(acceptor.address());
      server.abort();
      server.abort();
      assertThatThrownBy(() -> client.read(new byte[1], 0, 1, LONG))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("reset");
    }
  }

  @Test
  void whoTakesNothingIsCutOff() throws IOException {
    Network network = new RealNetwork(LONG);
    try (Acceptor acceptor = network.listen(ANY_PORT);
        Connection client = network.connect(acceptor.address(), LONG);
        Connection server = acceptor.accept()) {
      byte[] much = new byte[64 << 20];
      assertThatThrownBy(() -> server.write(much, 0, much.length, MOMENT))
          .isInstanceOf(SocketTimeoutException.class);
      assertThatThrownBy(
              () -> {
                while (client.read(much, 0, much.length, LONG) >= 0) {
                  // what was under way
                }
                server.write(much, 0, 1, LONG);
              })
          .isInstanceOf(IOException.class);
    }
  }
}
