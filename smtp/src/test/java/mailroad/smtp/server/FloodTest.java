package mailroad.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.Domain;
import mailroad.kernel.Network.Connection;
import mailroad.wire.Listener;
import mailroad.wire.ListenerConfig;
import mailroad.wire.Wire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Floods are shed with 421 while good clients go on (A5), over real sockets. */
class FloodTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final RecordingReception reception = new RecordingReception();
  private final List<Wire> open = new ArrayList<>();
  private Listener listener;

  @BeforeEach
  void listen() throws Exception {
    ListenerConfig bounds = new ListenerConfig(40, 10, 0, List.of(), PATIENCE, PATIENCE);
    SmtpServer server =
        new SmtpServer(
            Port.world(),
            Configs.mta(),
            new Domain("mx.example"),
            reception,
            Optional.empty(),
            Optional.empty());
    listener = Listener.open(Port.world(), new InetSocketAddress("127.0.0.1", 0), bounds, server);
  }

  @AfterEach
  void close() throws Exception {
    open.forEach(Wire::close);
    listener.shutdown(PATIENCE);
  }

  private Wire connect(String from) throws IOException {
    Connection connection =
        Port.world()
            .network()
            .connect(Optional.of(InetAddress.getByName(from)), listener.address(), PATIENCE);
    Wire wire = new Wire(Port.world(), connection, PATIENCE);
    open.add(wire);
    return wire;
  }

  private static String heard(Wire wire) throws IOException {
    return wire.readLine(1000, PATIENCE).text();
  }

  private static void say(Wire wire, String text) throws IOException {
    wire.write(text);
    wire.flush();
  }

  private void goodClientIsServed(String from) throws IOException {
    int before = reception.taken.size();
    Wire wire = connect(from);
    assertThat(heard(wire)).startsWith("220 ");
    say(wire, "HELO good.example\r\nMAIL FROM:<>\r\nRCPT TO:<b@mx.example>\r\nDATA\r\n");
    for (String code : List.of("250 ", "250 ", "250 ", "354 ")) {
      assertThat(heard(wire)).startsWith(code);
    }
    say(wire, "x\r\n.\r\nQUIT\r\n");
    assertThat(heard(wire)).startsWith("250 2.0.0 OK queued");
    assertThat(heard(wire)).startsWith("221 ");
    assertThat(reception.taken).hasSize(before + 1);
  }

  @Test
  void manyConnectionsOfOneAddressLeaveRoomForOthers() throws Exception {
    for (int i = 0; i < 10; i++) {
      assertThat(heard(connect("127.0.0.66"))).startsWith("220 ");
    }
    for (int i = 0; i < 200; i++) {
      Wire wire = connect("127.0.0.66");
      assertThat(heard(wire)).startsWith("421 4.7.0 ");
      wire.close();
    }
    goodClientIsServed("127.0.0.67");
  }

  @Test
  void aFullPortTellsTheNewestAndLetsTheOthersFinish() throws Exception {
    Wire early = connect("127.0.0.70");
    assertThat(heard(early)).startsWith("220 ");
    for (int i = 0; i < 39; i++) {
      assertThat(heard(connect("127.0.0." + (71 + i / 10)))).startsWith("220 ");
    }
    assertThat(heard(connect("127.0.0.80")))
        .isEqualTo("421 4.7.0 mx.example Too many connections; try later");
    say(early, "HELO c\r\nMAIL FROM:<>\r\nRCPT TO:<b@mx.example>\r\nDATA\r\nx\r\n.\r\n");
    for (String code : List.of("250 ", "250 ", "250 ", "354 ", "250 2.0.0 OK queued")) {
      assertThat(heard(early)).startsWith(code);
    }
  }

  @Test
  void floodsOfCommandsEndTheirSessions() throws Exception {
    for (String flood :
        List.of(
            "NOOP\r\n".repeat(20_000),
            "HELO c\r\n".repeat(20_000),
            "XYZZY\r\n".repeat(20_000),
            "HELO c\r\n" + "MAIL FROM:<spammer@c.example>\r\n".repeat(20_000),
            "HELO c\r\n" + "MAIL FROM:<>\r\nRSET\r\n".repeat(20_000),
            "HELO c\r\n" + "BDAT 0\r\n".repeat(20_000),
            "HELO c\r\nMAIL FROM:<>\r\n" + "RCPT TO:<nobody@mx.example>\r\n".repeat(20_000),
            "HELO c\r\nMAIL FROM:<>\r\nRCPT TO:<b@mx.example>\r\n" + "BDAT 0\r\n".repeat(20_000))) {
      Wire wire = connect("127.0.0.90");
      String last = "";
      try {
        say(wire, flood);
      } catch (IOException e) {
        last = "cut off amid the flood";
      }
      try {
        for (int lines = 0; lines < 1000; lines++) {
          last = heard(wire);
          if (last.startsWith("421 ")) {
            break;
          }
        }
      } catch (IOException e) {
        // The system may throw the last words away with what nobody read of the flood.
        last = "421 lost";
      }
      assertThat(last).startsWith("421 ");
      goodClientIsServed("127.0.0.91");
    }
  }
}
