package mailroad.smtp.client;

import static mailroad.smtp.client.Talks.CLEAR;
import static mailroad.smtp.client.Talks.PIPELINING_HELLO;
import static mailroad.smtp.client.Talks.PLAIN_HELLO;
import static mailroad.smtp.client.Talks.config;
import static mailroad.smtp.client.Talks.envelope;
import static mailroad.smtp.client.Talks.open;
import static mailroad.smtp.client.Talks.opened;
import static mailroad.smtp.client.Talks.play;
import static mailroad.smtp.client.Talks.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import mailroad.kernel.Domain;
import mailroad.kernel.SteppedWorld;
import mailroad.smtp.DripConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Transactions that go wrong, at every point where they can. */
class TroubleTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "452 4.5.3 too many,postponed 452",
    "452 too many,postponed 452",
    "552 too many,postponed 552",
    "552 5.5.3 too many,postponed 552",
    "452 4.2.2 full,refused at RCPT: 452 4.2.2 full",
    "552 5.2.2 full,refused at RCPT: 552 5.2.2 full"
  })
  void tooManyRecipientsBelongInAFurtherTransactionR22(String reply, String outcome)
      throws Exception {
    assertThat(
            play(
                PLAIN_HELLO
                    + """
                    C: MAIL FROM:<a@me.example>
                    S: 250 OK
                    C: RCPT TO:<b@mx.example>
                    S: 250 OK
                    C: RCPT TO:<c@mx.example>
                    S: %s
                    C: DATA
                    S: 354 go
                    C~ .
                    S: 250 done
                    """
                        .formatted(reply),
                envelope("b@mx.example", "c@mx.example"),
                "x\r\n"))
        .containsExactly("b delivered 250 done", "c " + outcome);
  }

  @Test
  void theFirstRecipientIsNeverTooMany() throws Exception {
    assertThat(
            play(
                PLAIN_HELLO
                    + "C: MAIL FROM:<a@me.example>\nS: 250 OK\nC: RCPT TO:<b@mx.example>\nS: 452 4.5.3 too many\n",
                envelope("b@mx.example"),
                "x\r\n"))
        .containsExactly("b refused at RCPT: 452 4.5.3 too many");
  }

  @Test
  void keepsToItsOwnLimitOfRecipients() throws Exception {
    String script =
        PIPELINING_HELLO
            + """
            C: MAIL FROM:<a@me.example> SIZE=3
            C: RCPT TO:<b@mx.example>
            C: DATA
            S: 250 OK
            S: 250 OK
            S: 354 go
            C~ .
            S: 250 done
            """;
    try (FakeServer server = new FakeServer(script)) {
      Opening opening = open(server, CLEAR, Optional.empty(), config(FakeServer.PATIENCE, 1));
      try (SmtpSession session = ((Opening.Opened) opening).session()) {
        assertThat(send(session, envelope("b@mx.example", "c@mx.example"), "x\r\n"))
            .containsExactly("b delivered 250 done", "c postponed 452");
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # 421 comes                           | b                                  | c
          S: 421 4.3.2 bye                      | refused at MAIL: 421 4.3.2 bye     | refused at MAIL: 421 4.3.2 bye
          S: 250 a;C: RCPT TO:<b@mx.example>;S: 250 b;C: RCPT TO:<c@mx.example>;S: 421 bye | refused at RCPT: 421 bye | refused at RCPT: 421 bye
          S: 250 a;C: RCPT TO:<b@mx.example>;S: 550 b;C: RCPT TO:<c@mx.example>;S: 421 bye | refused at RCPT: 550 b | refused at RCPT: 421 bye
          S: 250 a;C: RCPT TO:<b@mx.example>;S: 250 b;C: RCPT TO:<c@mx.example>;S: 250 c;C: DATA;S: 421 bye | refused at DATA: 421 bye | refused at DATA: 421 bye
          S: 250 a;C: RCPT TO:<b@mx.example>;S: 250 b;C: RCPT TO:<c@mx.example>;S: 250 c;C: DATA;S: 354 d;C~ .;S: 421 bye | refused at FINAL_DOT: 421 bye | refused at FINAL_DOT: 421 bye
          """)
  void goodByeAtAnyPointEndsTheSessionR19(String script, String b, String c) throws Exception {
    String whole = PLAIN_HELLO + "C: MAIL FROM:<a@me.example>\n" + script.replace(';', '\n');
    try (FakeServer server = new FakeServer(whole);
        SmtpSession session = opened(server)) {
      assertThat(send(session, envelope("b@mx.example", "c@mx.example"), "x\r\n"))
          .containsExactly("b " + b, "c " + c);
      assertThat(session.usable()).isFalse();
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # the connection breaks                                      | outcome (R24)
          = close                                                      | lost at MAIL
          S: 250 a;C: RCPT TO:<b@mx.example>;= close                   | lost at RCPT
          S: 250 a;C: RCPT TO:<b@mx.example>;S: 250 b;C: DATA;= close  | lost at DATA
          S: 250 a;C: RCPT TO:<b@mx.example>;S: 250 b;C: DATA;S: 354 c;C~ .;= close | doubtful
          S: 250 a;C: RCPT TO:<b@mx.example>;S: 250 b;C: DATA;S: 354 c;C~ .;S: eh | doubtful
          S: 250 a;C: RCPT TO:<b@mx.example>;S: 250 b;C: DATA;S: 354 c;C~ .;S: 354 d | doubtful
          S: 354 a                                                     | lost at MAIL
          S: 250 a;C: RCPT TO:<b@mx.example>;S: 354 b                  | lost at RCPT
          S: 250 a;C: RCPT TO:<b@mx.example>;S: 250 b;C: DATA;S: 250 c | lost at DATA
          S: 250 a;C: RCPT TO:<b@mx.example>;S: 250 b;C: DATA;S: 451 4.3.0 c | refused at DATA: 451 4.3.0 c
          S: 250 a;C: RCPT TO:<b@mx.example>;S: 250 b;C: DATA;S: 354 c;C~ .;S: 554 5.7.1 spam | refused at FINAL_DOT: 554 5.7.1 spam
          S: 250 a;C: RCPT TO:<b@mx.example>;S: 251 b;C: DATA;S: 399 c;C~ .;S: 299 d | delivered 299 d
          """)
  void tellsHowFarItCameR24R55(String script, String outcome) throws Exception {
    String whole = PLAIN_HELLO + "C: MAIL FROM:<a@me.example>\n" + script.replace(';', '\n');
    assertThat(play(whole, envelope("b@mx.example"), "x\r\n")).containsExactly("b " + outcome);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "a\\n.\\nb\\r\\n",
        "a\\r\\n.\\nb\\r\\n",
        "a\\n.\\r\\nb\\r\\n",
        "a\\r.\\rb\\r\\n",
        "a\\r\\n.\\rb\\r\\n",
        "a\\r.\\r\\nb\\r\\n",
        "a\\n\\n.\\r\\n\\nb",
        "a\\r"
      })
  void neverSendsABareCrOrLfR41A1(String text) throws Exception {
    String octets = text.replace("\\r", "\r").replace("\\n", "\n");
    String script =
        PLAIN_HELLO
            + """
            C: MAIL FROM:<a@me.example>
            S: 250 OK
            C: RCPT TO:<b@mx.example>
            S: 250 OK
            C: DATA
            S: 354 go
            """;
    try (FakeServer server = new FakeServer(script)) {
      SmtpSession session = opened(server);
      assertThat(send(session, envelope("b@mx.example"), octets))
          .containsExactly("b unsendable 554 5.6.11");
      assertThat(session.usable()).isFalse();
      server.join();
      assertThat(server.heard).doesNotContain(".");
    }
  }

  @Test
  void contentThatCannotBeReadIsTheCallersTrouble() throws Exception {
    String script =
        PLAIN_HELLO
            + "C: MAIL FROM:<a@me.example>\nS: 250 OK\nC: RCPT TO:<b@mx.example>\nS: 250 OK\nC: DATA\nS: 354 go\n";
    Content broken =
        new Content() {
          @Override
          public long octets() {
            return 10;
          }

          @Override
          public InputStream open() {
            return new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException("disk on fire");
              }
            };
          }
        };
    try (FakeServer server = new FakeServer(script)) {
      SmtpSession session = opened(server);
      assertThatThrownBy(() -> session.send(envelope("b@mx.example"), broken))
          .isInstanceOf(IOException.class)
          .hasRootCauseMessage("disk on fire");
      assertThat(session.usable()).isFalse();
      server.join();
      assertThat(server.heard).doesNotContain(".");
    }
  }

  @Test
  void hearsTheLastWordsOfAServerThatHadEnough() throws Exception {
    SteppedWorld world = new SteppedWorld(Instant.parse("2026-01-01T00:00:00Z"));
    String says = "220 a\r\n250 b\r\n250 c\r\n250 d\r\n354 e\r\n552 5.3.4 enough\r\n";
    var connection = new DripConnection(world, says, 1000, Duration.ZERO).breakingAfter(50_000);
    SmtpClient client = new SmtpClient(world, SmtpClientConfig.DEFAULT, new Domain("me.example"));
    var opening = (Opening.Opened) client.open(connection, CLEAR, Optional.empty());
    assertThat(send(opening.session(), envelope("b@mx.example"), "x\r\n".repeat(100_000)))
        .containsExactly("b refused at DATA: 552 5.3.4 enough");
    assertThat(opening.session().usable()).isFalse();
    assertThat(connection.isClosed()).isTrue();
  }

  @Test
  void waitsTenMinutesForTheAnswerToTheFinalDotR24() throws Exception {
    SteppedWorld world = new SteppedWorld(Instant.parse("2026-01-01T00:00:00Z"));
    String says = "220 a\r\n250 b\r\n250 c\r\n250 d\r\n354 e\r\n";
    var connection = new DripConnection(world, says, 1000, Duration.ZERO);
    SmtpClient client = new SmtpClient(world, SmtpClientConfig.DEFAULT, new Domain("me.example"));
    var opening = (Opening.Opened) client.open(connection, CLEAR, Optional.empty());
    var start = world.now();
    assertThat(send(opening.session(), envelope("b@mx.example"), "x\r\n"))
        .containsExactly("b doubtful");
    assertThat(Duration.between(start, world.now()))
        .isBetween(Duration.ofMinutes(10), Duration.ofMinutes(11));
  }
}
