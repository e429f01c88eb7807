package mailroad.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.Domain;
import mailroad.kernel.Network.Connection;
import mailroad.smtp.SkippingWorld;
import mailroad.wire.Listener;
import mailroad.wire.ListenerConfig;
import mailroad.wire.Wire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Floods are shed with 421 while good clients go on (A5), over real sockets. */
class FloodTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final int PLACES = 40;

  private final SkippingWorld world = new SkippingWorld(Port.world());
  private final RecordingReception reception = new RecordingReception();
  private final List<Wire> open = new ArrayList<>();
  private Listener listener;

  @BeforeEach
  void listen() throws Exception {
    ListenerConfig bounds = new ListenerConfig(PLACES, 10, 0, 90, List.of(), PATIENCE, PATIENCE);
    SmtpServer server =
        new SmtpServer(
            world,
            Configs.mta(),
            new Domain("mx.example"),
            reception,
            Optional.empty(),
            Optional.empty());
    listener = Listener.open(world, new InetSocketAddress("127.0.0.1", 0), bounds, server);
  }

  @AfterEach
  void close() throws Exception {
    open.forEach(Wire::close);
    listener.shutdown(PATIENCE);
    assertThat(listener.connections()).isZero();
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

  /** Those who fill all places and keep silent, in all ways: each hears 421, and none of its place is left to it. */
  @Test
  void whoOnlyFillsACrowdedPortIsSentAwayA5() throws Exception {
    List<Wire> loris = new ArrayList<>();
    for (int i = 0; i < PLACES; i++) {
      Wire wire = connect("127.0.1." + (1 + i / 10));
      assertThat(heard(wire)).startsWith("220 ");
      String says =
          switch (i % 4) {
            case 0 -> "";
            case 1 -> "EHLO slo";
            case 2 -> "HELO c\r\nMAIL FROM:<>\r\nRCPT TO:<b@mx.example>\r\nDATA\r\n";
            default -> "HELO c\r\nMAIL FROM:<>\r\nRCPT TO:<b@mx.example>\r\nBDAT 1000\r\nhalf";
          };
      say(wire, says);
      for (int replies = says.endsWith("DATA\r\n") ? 4 : says.endsWith("half") ? 3 : 0;
          replies > 0;
          replies--) {
        assertThat(heard(wire)).matches("[23]\\d\\d .*");
      }
      loris.add(wire);
    }
    assertThat(heard(connect("127.0.1.9"))).startsWith("421 4.7.0 "); // too soon to judge
    timePasses(0, () -> {});
    for (Wire wire : loris) {
      assertThat(heard(wire)).isEqualTo("421 4.7.0 mx.example Too many connections; try later");
      wire.close();
    }
    goodClientGetsIn("127.0.1.9");
    assertThat(reception.taken).hasSize(1);
  }

  @Test
  void whoTalksKeepsItsPlaceAtACrowdedPortA5() throws Exception {
    Wire busy = connect("127.0.2.1");
    assertThat(heard(busy)).startsWith("220 ");
    List<Wire> silent = new ArrayList<>();
    for (int i = 0; i < PLACES - 4; i++) {
      silent.add(connect("127.0.2." + (2 + i / 10)));
      assertThat(heard(silent.getLast())).startsWith("220 ");
    }
    say(busy, "HELO good.example\r\nMAIL FROM:<>\r\n");
    assertThat(heard(busy)).startsWith("250 ");
    assertThat(heard(busy)).startsWith("250 ");
    timePasses(
        1,
        () -> {
          say(busy, "RCPT TO:<b@mx.example>\r\n");
          assertThat(heard(busy)).startsWith("250 ");
        });
    goodClientIsServed("127.0.2.9");
    for (Wire wire : silent) {
      assertThat(heard(wire)).startsWith("421 4.7.0 ");
    }
    say(busy, "DATA\r\nx\r\n.\r\n");
    for (String code : List.of("354 ", "250 2.0.0 OK queued")) {
      assertThat(heard(busy)).startsWith(code);
    }
  }

  @Test
  void endlessRecipientsEndTheirSessionA6() throws Exception {
    Wire wire = connect("127.0.3.1");
    assertThat(heard(wire)).startsWith("220 ");
    say(wire, "HELO c\r\nMAIL FROM:<>\r\n");
    int taken = -2; // HELO and MAIL
    String last = "";
    for (int i = 0; i < 10_000 && !last.startsWith("421 "); i++) {
      say(wire, "RCPT TO:<b" + i + "@mx.example>\r\n");
      last = heard(wire);
      taken += last.startsWith("250 ") ? 1 : 0;
    }
    assertThat(last).startsWith("421 4.7.0 ");
    assertThat(taken).isLessThanOrEqualTo(100);
    goodClientIsServed("127.0.3.2");
  }

  /** Connections that are reset at every point of a session, or half closed: nothing of them stays. */
  @Test
  void stormsOfResetsLeaveNothingBehindA5() throws Exception {
    List<String> beginnings =
        List.of(
            "",
            "EHLO c",
            "EHLO c\r\n",
            "EHLO c\r\nMAIL FROM:<>\r\nRCPT TO:<b@mx.example>\r\nDATA\r\n",
            "EHLO c\r\nMAIL FROM:<>\r\nRCPT TO:<b@mx.example>\r\nBDAT 100000\r\nhalf");
    for (int i = 0; i < 1000; i++) {
      try (Socket socket = new Socket()) {
        socket.bind(new InetSocketAddress("127.0.4." + (1 + i % 5), 0));
        socket.connect(listener.address());
        socket.getOutputStream().write(beginnings.get(i % 5).getBytes(StandardCharsets.ISO_8859_1));
        if (i % 2 == 0) {
          socket.setSoLinger(true, 0); // close sends RST
        } else {
          socket.shutdownOutput();
        }
      } catch (IOException e) {
        // It was refused before it had spoken, as may be in a storm.
      }
      if (i % 100 == 99) {
        goodClientGetsIn("127.0.4.99");
      }
    }
    assertThat(reception.taken).hasSize(10);
  }

  /** What is said between. */
  private interface Talk {
    void run() throws IOException;
  }

  /**
   * Eleven seconds at a time, after each of which some client talks and others come, until few enough are left. Connections
   * are taken one after the other: once the second is answered, the server has looked around after the first. No more than
   * two minutes pass, which is less than any session may take: after them it is only waited for those who were sent away.
   */
  private void timePasses(int left, Talk talk) throws IOException {
    for (int round = 0; listener.connections() > left; round++) {
      if (round < 10) {
        world.skip(Duration.ofSeconds(11));
        talk.run();
      }
      for (int i = 0; i < 2; i++) {
        Wire other = connect("127.0.9.9");
        heard(other);
        other.close();
      }
    }
  }

  /** The server has yet to notice that others have left: whoever comes again gets in. */
  private void goodClientGetsIn(String from) throws IOException {
    Wire wire = connect(from);
    while (!heard(wire).startsWith("220 ")) {
      wire.close();
      wire = connect(from);
    }
    wire.close();
    goodClientIsServed(from);
  }
}
