package mailroad.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import mailroad.kernel.Domain;
import mailroad.kernel.SteppedWorld;
import mailroad.smtp.DripConnection;
import mailroad.wire.Wire;
import org.junit.jupiter.api.Test;

/** How long a session waits for clients that dawdle (A5), on a clock that moves only when somebody waits. */
class PatienceTest {
  private static final String TO_CONTENT =
      "EHLO c\r\nMAIL FROM:<>\r\nRCPT TO:<b@mx.example>\r\nDATA\r\n";
  private static final SmtpTimes TIMES =
      Configs.times(Duration.ofMinutes(5), Duration.ofMinutes(3), Duration.ofMinutes(20));

  private final SteppedWorld world = new SteppedWorld(Instant.parse("2026-01-01T00:00:00Z"));
  private final Instant start = world.now();
  private final RecordingReception reception = new RecordingReception();

  private String talk(SmtpTimes times, DripConnection client) throws Exception {
    SmtpServer server =
        new SmtpServer(
            world,
            Configs.mta(times),
            new Domain("mx.example"),
            reception,
            Optional.empty(),
            Optional.of(Port.tls()));
    server.session(new Wire(world, client, Duration.ofMinutes(1)));
    return client.heard().replaceAll("(?s).*\r\n(?=.+\r\n$)", "").strip();
  }

  private DripConnection client(String says, int pieceOctets, Duration wait) {
    return new DripConnection(world, says, pieceOctets, wait);
  }

  private Duration took() {
    return Duration.between(start, world.now());
  }

  @Test
  void waitsFiveMinutesForACommandR25() throws Exception {
    assertThat(talk(TIMES, client("", 1, Duration.ZERO))).isEqualTo("421 4.4.2 Timeout; good bye");
    assertThat(took()).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void aDrippingCommandGetsNoMoreTimeThanASilentOneA5() throws Exception {
    DripConnection client = client("NOOP" + " ".repeat(1000), 1, Duration.ofSeconds(30));
    assertThat(talk(TIMES, client)).startsWith("421 4.4.2");
    assertThat(took()).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void silenceAmidContentEndsTheSession() throws Exception {
    DripConnection client = client(TO_CONTENT + "half", 1000, Duration.ZERO);
    assertThat(talk(TIMES, client)).startsWith("421 4.4.2");
    assertThat(took()).isEqualTo(Duration.ofMinutes(3));
    assertThat(reception.aborted).containsExactly("half");
    assertThat(reception.taken).isEmpty();
  }

  @Test
  void drippingContentEndsTheSessionInTheEndA5() throws Exception {
    DripConnection client =
        client(TO_CONTENT + "x".repeat(100_000), TO_CONTENT.length(), Duration.ofMinutes(2));
    assertThat(talk(TIMES, client)).startsWith("421 4.4.2");
    assertThat(took()).isEqualTo(Duration.ofMinutes(22));
    assertThat(reception.aborted).hasSize(1);
  }

  /** Commands that come in time, and lead nowhere: 20 seconds each, by one octet at a time. */
  @Test
  void aTransactionThatNeverComesToItsContentEndsA5() throws Exception {
    String rcpt = "RCPT TO:<b@mx.example>\r\n";
    DripConnection client =
        client("EHLO c\r\nMAIL FROM:<>\r\n" + rcpt.repeat(20), 1, Duration.ofSeconds(1));
    assertThat(talk(TIMES, client)).startsWith("421 4.4.2");
    assertThat(took()).isEqualTo(Duration.ofMinutes(2).plusSeconds(22));
  }

  @Test
  void aSessionEndsHoweverMuchItSaysA5() throws Exception {
    DripConnection client = client("NOOP    \r\n".repeat(200), 1, Duration.ofSeconds(2));
    assertThat(talk(TIMES, client)).startsWith("421 4.4.2");
    assertThat(took()).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void chunksThatDripEndTheSessionA5() throws Exception {
    DripConnection client =
        client(
            "EHLO c\r\nMAIL FROM:<>\r\nRCPT TO:<b@mx.example>\r\nBDAT 1000\r\n" + "x".repeat(1000),
            1,
            Duration.ofSeconds(1));
    SmtpTimes times =
        Configs.times(Duration.ofMinutes(5), Duration.ofMinutes(3), Duration.ofSeconds(100));
    assertThat(talk(times, client)).startsWith("421 4.4.2");
    assertThat(reception.aborted).hasSize(1);
    assertThat(reception.taken).isEmpty();
  }

  @Test
  void aHandshakeThatDripsEndsTheSessionA5() throws Exception {
    DripConnection client =
        client(
            "EHLO c\r\nSTARTTLS\r\n\u0016\u0003\u0001\u0004\u0000" + "x".repeat(1000),
            1,
            Duration.ZERO);
    client.thenSlowly("EHLO c\r\nSTARTTLS\r\n".length(), Duration.ofSeconds(1));
    assertThat(talk(TIMES, client)).startsWith("421 4.4.2");
    assertThat(client.heard()).contains("\r\n220 2.0.0 ");
    assertThat(took()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void aSlowClientIsServedAllTheSame() throws Exception {
    DripConnection client = client(TO_CONTENT + "x\r\n.\r\nQUIT\r\n", 1, Duration.ofSeconds(2));
    assertThat(talk(TIMES, client)).startsWith("221 2.0.0");
    assertThat(reception.taken).hasSize(1);
  }

  @Test
  void whoTalksBeforeTheGreetingIsSentAwayA4() throws Exception {
    SmtpTimes times =
        new SmtpTimes(
            Duration.ofSeconds(6),
            Duration.ofMinutes(5),
            Duration.ofMinutes(3),
            Duration.ofHours(1),
            Duration.ofHours(1),
            Duration.ofHours(1),
            Duration.ofSeconds(30),
            Duration.ZERO,
            Duration.ofSeconds(1));
    DripConnection hasty = client("EHLO c\r\n", 100, Duration.ofSeconds(1));
    assertThat(talk(times, hasty)).isEqualTo("554 5.5.0 Wait for the greeting");
    DripConnection polite = client("QUIT\r\n", 100, Duration.ofSeconds(7));
    assertThat(talk(times, polite)).startsWith("221 ");
    assertThat(polite.heard()).startsWith("220 mx.example ESMTP");
  }

  @Test
  void aSilentSessionIsSentAwayAtShutdown() throws Exception {
    try (Port port = new Port(Configs.mta())) {
      var connection = Port.world().network().connect(port.listener.address(), Port.PATIENCE);
      Wire wire = new Wire(Port.world(), connection, Port.PATIENCE);
      assertThat(wire.readLine(1000, Port.PATIENCE).text()).startsWith("220 ");
      var shutdown = Port.world().start("shutdown", () -> port.listener.shutdown(Port.PATIENCE));
      assertThat(wire.readLine(1000, Port.PATIENCE).text())
          .isEqualTo("421 4.3.2 mx.example Shutting down; try later");
      wire.close();
      shutdown.join();
    }
  }
}
