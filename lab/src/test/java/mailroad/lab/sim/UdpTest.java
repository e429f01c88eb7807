package mailroad.lab.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import mailroad.kernel.Network.Datagram;
import mailroad.kernel.Network.Datagrams;
import mailroad.kernel.World;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UdpTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final InetSocketAddress SERVER = TcpTest.at("10.1.0.2", 53);

  private final Simulation simulation = new Simulation(5);
  private final World client = simulation.machine("client", "10.1.0.1");
  private final World server = simulation.machine("server", "10.1.0.2");
  private final List<Integer> got = new ArrayList<>();

  @AfterEach
  void close() {
    simulation.close();
  }

  private void receiveAll() throws IOException {
    Datagrams port = server.network().bind(SERVER);
    server.start(
        "receive",
        () -> {
          while (true) {
            port.receive(MINUTE).ifPresent(datagram -> got.add((int) datagram.content()[0]));
          }
        });
  }

  private void send(int count) {
    client.start(
        "send",
        () -> {
          Datagrams port = client.network().bind(TcpTest.at("0.0.0.0", 0));
          for (int i = 0; i < count; i++) {
            port.send(new byte[] {(byte) i}, SERVER);
          }
        });
    simulation.run(MINUTE);
    assertThat(simulation.failures()).isEmpty();
  }

  @Test
  void datagramsOvertakeEachOther() throws Exception {
    receiveAll();
    send(100);
    assertThat(got).hasSize(100).doesNotHaveDuplicates();
    assertThat(got).isNotEqualTo(IntStream.range(0, 100).boxed().toList());
  }

  @Test
  void someGetLost() throws Exception {
    simulation.linkAll(Link.INTERNET.withLoss(0.3));
    receiveAll();
    send(100);
    assertThat(got).hasSizeBetween(50, 90).doesNotHaveDuplicates();
    assertThat(simulation.log().lines().filter(line -> line.endsWith(" lost")).count())
        .isEqualTo(100 - got.size());
  }

  @Test
  void noneCrossesAPartition() throws Exception {
    simulation.partition("server", "client");
    receiveAll();
    send(10);
    assertThat(got).isEmpty();
    simulation.heal("client", "server");
    simulation.run(MINUTE);
    assertThat(got).as("nobody sends them again").isEmpty();
    send(10);
    assertThat(got).hasSize(10);
  }

  @Test
  void answersGoBackToWhereTheQuestionCameFrom() throws Exception {
    Datagrams port = server.network().bind(SERVER);
    server.start(
        "echo",
        () -> {
          Datagram question = port.receive(MINUTE).orElseThrow();
          port.send(question.content(), question.from());
        });
    client.start(
        "ask",
        () -> {
          Datagrams mine = client.network().bind(TcpTest.at("10.1.0.1", 0));
          mine.send(new byte[] {42}, SERVER);
          Datagram answer = mine.receive(MINUTE).orElseThrow();
          assertThat(answer.from()).isEqualTo(SERVER);
          assertThat(answer.content()).containsExactly(42);
          got.add(42);
        });
    simulation.run(MINUTE);
    assertThat(simulation.failures()).isEmpty();
    assertThat(got).containsExactly(42);
  }

  @Test
  void whoWaitsInVainGetsNothingInTime() throws Exception {
    Datagrams port = server.network().bind(SERVER);
    server.start(
        "wait",
        () -> {
          assertThat(port.receive(Duration.ofSeconds(5))).isEqualTo(Optional.empty());
          assertThat(simulation.elapsed()).isEqualTo(Duration.ofSeconds(5));
        });
    simulation.run(MINUTE);
    assertThat(simulation.failures()).isEmpty();
  }

  @Test
  void closingEndsAWait() throws Exception {
    Datagrams port = server.network().bind(SERVER);
    server.start(
        "wait",
        () ->
            assertThatThrownBy(() -> port.receive(Duration.ofDays(1)))
                .isInstanceOf(SocketException.class));
    simulation.run(Duration.ofSeconds(1));
    port.close();
    simulation.run(Duration.ofSeconds(1));
    assertThat(simulation.failures()).isEmpty();
    assertThat(simulation.tasks()).isEmpty();
    server.network().bind(SERVER);
  }

  @Test
  void portsAreTakenOnceAndChosenUnpredictably() throws Exception {
    server.network().bind(SERVER);
    assertThatThrownBy(() -> server.network().bind(SERVER)).isInstanceOf(BindException.class);
    int one = server.network().bind(TcpTest.at("10.1.0.2", 0)).address().getPort();
    int other = server.network().bind(TcpTest.at("10.1.0.2", 0)).address().getPort();
    assertThat(Math.abs(one - other)).isGreaterThan(1);
  }

  @Test
  void theQueueOfAPortIsBounded() throws Exception {
    server.network().bind(SERVER);
    send(127);
    send(127);
    send(127);
    assertThat(simulation.log().lines().filter(line -> line.endsWith("finds nobody")).count())
        .isEqualTo(3 * 127 - 256);
  }

  @Test
  void aDatagramThatIsTooLongIsRefused() throws Exception {
    Datagrams port = client.network().bind(TcpTest.at("10.1.0.1", 0));
    assertThatThrownBy(() -> port.send(new byte[65_508], SERVER))
        .isInstanceOf(IOException.class)
        .hasMessage("Message too long");
  }
}
