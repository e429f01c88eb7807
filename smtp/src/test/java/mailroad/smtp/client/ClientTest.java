package mailroad.smtp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Network.Connection;
import mailroad.kernel.Reply;
import mailroad.kernel.ReversePath;
import mailroad.smtp.Body;
import mailroad.smtp.ClockWorld;
import mailroad.smtp.DripConnection;
import mailroad.smtp.Envelope;
import mailroad.smtp.MailParameters;
import mailroad.smtp.Notify;
import mailroad.smtp.OriginalRecipient;
import mailroad.smtp.Recipient;
import mailroad.smtp.Return;
import mailroad.wire.ClientTrust;
import mailroad.wire.Tls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Our side of a session, against a server that follows a script. */
class ClientTest {
  private static final Tls.Handshake ANY = Tls.client(ClientTrust.any(), "mx.example");
  private static final Security CLEAR = new Security.None();
  private static final String HELLO =
      """
      S: 220 mx.example ESMTP
      C: EHLO me.example
      """;
  private static final String PLAIN_HELLO = HELLO + "S: 250 mx.example\n";
  private static final String PIPELINING_HELLO =
      HELLO + "S: 250-mx.example\nS: 250-PIPELINING\nS: 250 SIZE 1000\n";

  private static Envelope envelope(String... recipients) {
    Envelope envelope =
        new Envelope(ReversePath.of(EmailAddress.of("a@me.example")), MailParameters.NONE);
    for (String recipient : recipients) {
      envelope = envelope.with(Recipient.of(EmailAddress.of(recipient)));
    }
    return envelope;
  }

  private static Content content(String text) {
    byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
    return new Content() {
      @Override
      public long octets() {
        return octets.length;
      }

      @Override
      public InputStream open() {
        return new ByteArrayInputStream(octets);
      }
    };
  }

  private static SmtpClientConfig config(Duration timeout, int recipientsMax) {
    return new SmtpClientConfig(
        timeout,
        timeout,
        timeout,
        timeout,
        timeout,
        timeout,
        timeout,
        timeout,
        timeout,
        512,
        10,
        recipientsMax,
        40);
  }

  private static Opening open(FakeServer server, Security security, Optional<Login> login)
      throws IOException, InterruptedException {
    return open(server, security, login, config(FakeServer.PATIENCE, 100));
  }

  private static Opening open(
      FakeServer server, Security security, Optional<Login> login, SmtpClientConfig config)
      throws IOException, InterruptedException {
    Connection connection = server.connect();
    return new SmtpClient(server.world(), config, new Domain("me.example"))
        .open(connection, security, login);
  }

  private static SmtpSession opened(FakeServer server) throws Exception {
    return ((Opening.Opened) open(server, CLEAR, Optional.empty())).session();
  }

  /** What became of each recipient, as text such as {@code b@x Delivered 250}. */
  private static List<String> send(SmtpSession session, Envelope envelope, String text)
      throws Exception {
    List<String> said = new ArrayList<>();
    for (Delivery delivery : session.send(envelope, content(text))) {
      said.add(delivery.recipient().address().localPart() + " " + say(delivery.outcome()));
    }
    return said;
  }

  private static String say(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Delivered(var reply) -> "delivered " + reply;
      case Outcome.Refused(var stage, var reply) -> "refused at %s: %s".formatted(stage, reply);
      case Outcome.Unsendable(var reply) -> "unsendable " + reply.code() + " " + reply.status();
      case Outcome.Postponed(var reply) -> "postponed " + reply.code();
      case Outcome.Lost(var stage, var reason) -> "lost at %s".formatted(stage);
      case Outcome.Doubtful(var reason) -> "doubtful";
    };
  }

  private static List<String> play(String script, Envelope envelope, String text) throws Exception {
    try (FakeServer server = new FakeServer(script);
        SmtpSession session = opened(server)) {
      return send(session, envelope, text);
    }
  }

  @Test
  void sendsAMessageStepByStep() throws Exception {
    String script =
        PLAIN_HELLO
            + """
            C: MAIL FROM:<a@me.example>
            S: 250 2.1.0 OK
            C: RCPT TO:<b@mx.example>
            S: 250 2.1.5 OK
            C: DATA
            S: 354 go
            C: Subject: x
            C:
            C: ..dot
            C: .
            S: 250 2.0.0 queued as ABC
            C: QUIT
            S: 221 bye
            """;
    try (FakeServer server = new FakeServer(script)) {
      SmtpSession session = opened(server);
      assertThat(send(session, envelope("b@mx.example"), "Subject: x\r\n\r\n.dot"))
          .containsExactly("b delivered 250 2.0.0 queued as ABC");
      assertThat(session.usable()).isTrue();
      assertThat(session.dialogue())
          .containsExactly(
              "S: 220 mx.example ESMTP",
              "C: EHLO me.example",
              "S: 250 mx.example",
              "C: MAIL FROM:<a@me.example>",
              "S: 250 2.1.0 OK",
              "C: RCPT TO:<b@mx.example>",
              "S: 250 2.1.5 OK",
              "C: DATA",
              "S: 354 go",
              "C: (18 octets of content)",
              "C: .",
              "S: 250 2.0.0 queued as ABC");
      session.quit();
    }
  }

  @Test
  void pipelinesWhereItIsOfferedAndRecipientsFareSeparatelyR21() throws Exception {
    assertThat(
            play(
                PIPELINING_HELLO
                    + """
                    C: MAIL FROM:<a@me.example> SIZE=3
                    C: RCPT TO:<b@mx.example>
                    C: RCPT TO:<c@mx.example>
                    C: RCPT TO:<d@mx.example>
                    C: DATA
                    S: 250 OK
                    S: 250 OK
                    S: 451 4.3.0 not now
                    S: 550 5.1.1 never
                    S: 354 go
                    C: x
                    C: .
                    S: 250 done
                    """,
                envelope("b@mx.example", "c@mx.example", "d@mx.example"),
                "x\r\n"))
        .containsExactly(
            "b delivered 250 done",
            "c refused at RCPT: 451 4.3.0 not now",
            "d refused at RCPT: 550 5.1.1 never");
  }

  @Test
  void fallsBackToHeloAndAssumesNothingR20() throws Exception {
    try (FakeServer server =
            new FakeServer(HELLO + "S: 502 what\nC: HELO me.example\nS: 250 hello\n");
        SmtpSession session = opened(server)) {
      assertThat(session.extensions()).isEqualTo(Extensions.NONE);
    }
  }

  @Test
  void knowsWhatEhloOffers() throws Exception {
    try (FakeServer server =
            new FakeServer(
                HELLO
                    + """
                    S: 250-mx.example greets me.example
                    S: 250-size 1000
                    S: 250-AUTH=LOGIN
                    S: 250-auth PLAIN  CRAM-MD5
                    S: 250-8bitmime
                    S: 250
                    """);
        SmtpSession session = opened(server)) {
      assertThat(session.extensions().offers("8BITMIME")).isTrue();
      assertThat(session.extensions().size()).hasValue(1000);
      assertThat(session.extensions().mechanisms())
          .containsExactlyInAnyOrder("LOGIN", "PLAIN", "CRAM-MD5");
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # the server says               | stage    | code
          S: 554 5.3.2 not here           | GREETING | 554
          S: 421 4.3.2 busy               | GREETING | 421
          S: 220-a;S: 450 later           | GREETING | 450
          S: 220 a;C: EHLO me.example;S: 450 greylisted | HELLO | 450
          S: 220 a;C: EHLO me.example;S: 421 going | HELLO | 421
          S: 220 a;C: EHLO me.example;S: 500 what;C: HELO me.example;S: 550 no | HELLO | 550
          """)
  void tellsWhoRefusedAtTheDoor(String script, Stage stage, int code) throws Exception {
    try (FakeServer server = new FakeServer(script.replace(';', '\n'))) {
      assertThat(open(server, CLEAR, Optional.empty()))
          .isInstanceOfSatisfying(
              Opening.Refused.class,
              refused -> {
                assertThat(refused.stage()).isEqualTo(stage);
                assertThat(refused.reply().code()).isEqualTo(code);
                assertThat(refused.dialogue()).isNotEmpty();
              });
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "= close",
        "S: SSH-2.0-OpenSSH_9.2",
        "S: HTTP/1.1 400 Bad Request",
        "S: 354 go on",
        "S: 150 wait",
        "S: 220-a;S: 220-a;S: 220-a;S: 220-a;S: 220-a;S: 220-a;S: 220-a;S: 220-a;S: 220-a;S: 220-a;S: 220-a"
      })
  void tellsWhatIsNoSmtpServerR55(String script) throws Exception {
    try (FakeServer server = new FakeServer(script.replace(';', '\n'))) {
      assertThat(open(server, CLEAR, Optional.empty()))
          .isInstanceOfSatisfying(
              Opening.Broken.class, broken -> assertThat(broken.stage()).isEqualTo(Stage.GREETING));
    }
  }

  @Test
  void anEndlessReplyLineIsNotReadR55() throws Exception {
    try (FakeServer server = new FakeServer("S: 220 " + "x".repeat(1000))) {
      assertThat(open(server, CLEAR, Optional.empty())).isInstanceOf(Opening.Broken.class);
    }
  }

  @Test
  void waitsNoLongerThanItsTimeoutR25() throws Exception {
    try (FakeServer server = new FakeServer("= idle")) {
      Opening opening = open(server, CLEAR, Optional.empty(), config(Duration.ofMillis(50), 100));
      assertThat(opening)
          .isInstanceOfSatisfying(
              Opening.Broken.class,
              broken -> assertThat(broken.reason()).isEqualTo("no answer in time"));
    }
  }

  @Test
  void takesTlsWhereItIsOffered() throws Exception {
    String script =
        HELLO
            + """
            S: 250-mx.example
            S: 250-AUTH PLAIN
            S: 250 STARTTLS
            C: STARTTLS
            S: 220 go
            = tls
            C: EHLO me.example
            S: 250-mx.example
            S: 250 DSN
            """;
    try (FakeServer server = new FakeServer(script)) {
      Opening opening = open(server, new Security.Opportunistic(ANY), Optional.empty());
      SmtpSession session = ((Opening.Opened) opening).session();
      assertThat(session.tls().orElseThrow()).startsWith("TLSv1.3 ");
      // RFC 3207 section 4.2: what was offered before TLS counts no more
      assertThat(session.extensions().keywords()).containsExactly("DSN");
      session.close();
    }
  }

  @Test
  void goesOnInTheClearWhereTlsIsRefusedAndNotDemandedR42() throws Exception {
    String script =
        HELLO + "S: 250-mx.example\nS: 250 STARTTLS\nC: STARTTLS\nS: 454 4.7.0 not now\n";
    try (FakeServer server = new FakeServer(script)) {
      Opening opening = open(server, new Security.Opportunistic(ANY), Optional.empty());
      assertThat(((Opening.Opened) opening).session().tls()).isEmpty();
      ((Opening.Opened) opening).session().close();
    }
    try (FakeServer server = new FakeServer(script)) {
      assertThat(open(server, new Security.Required(ANY), Optional.empty()))
          .isInstanceOfSatisfying(
              Opening.Refused.class, refused -> assertThat(refused.stage()).isEqualTo(Stage.TLS));
    }
  }

  @Test
  void tellsThatTheHandshakeFailedSoThatTheCallerTriesWithoutR42() throws Exception {
    String script =
        HELLO + "S: 250-mx.example\nS: 250 STARTTLS\nC: STARTTLS\nS: 220 go\nS: no handshake\n";
    try (FakeServer server = new FakeServer(script)) {
      assertThat(open(server, new Security.Opportunistic(ANY), Optional.empty()))
          .isInstanceOf(Opening.TlsFailed.class);
    }
  }

  @Test
  void demandsTlsWhereItMust() throws Exception {
    try (FakeServer server = new FakeServer(PLAIN_HELLO)) {
      assertThat(open(server, new Security.Required(ANY), Optional.empty()))
          .isInstanceOf(Opening.Unfit.class);
    }
  }

  @Test
  void repliesInjectedBeforeTlsEndTheConnectionA2() throws Exception {
    String script =
        HELLO
            + """
            S: 250-mx.example
            S: 250 STARTTLS
            C: STARTTLS
            S: 220 go\\r\\n250-mx.example\\r\\n250 AUTH PLAIN
            """;
    try (FakeServer server = new FakeServer(script)) {
      assertThat(open(server, new Security.Required(ANY), Optional.empty()))
          .isInstanceOf(Opening.TlsFailed.class);
    }
  }

  @Test
  void logsInByPlainAndShowsNoSecret() throws Exception {
    String script =
        HELLO
            + """
            S: 250-mx.example
            S: 250 AUTH LOGIN PLAIN
            C: AUTH PLAIN AGpvZQBzZWNyZXQ=
            S: 235 2.7.0 welcome
            """;
    try (FakeServer server = new FakeServer(script)) {
      Opening opening = open(server, CLEAR, Optional.of(new Login("joe", "secret")));
      SmtpSession session = ((Opening.Opened) opening).session();
      assertThat(session.dialogue())
          .contains("C: AUTH PLAIN ***")
          .noneMatch(l -> l.contains("AGpv"));
      session.close();
    }
  }

  @Test
  void logsInByLoginWhereThereIsNoPlain() throws Exception {
    String script =
        HELLO
            + """
            S: 250-mx.example
            S: 250 AUTH LOGIN
            C: AUTH LOGIN
            S: 334 VXNlcm5hbWU6
            C: am9l
            S: 334 UGFzc3dvcmQ6
            C: c2VjcmV0
            S: 535 5.7.8 wrong
            """;
    try (FakeServer server = new FakeServer(script)) {
      assertThat(open(server, CLEAR, Optional.of(new Login("joe", "secret"))))
          .isInstanceOfSatisfying(
              Opening.Refused.class,
              refused -> {
                assertThat(refused.stage()).isEqualTo(Stage.AUTH);
                assertThat(refused.dialogue()).contains("C: ***").doesNotContain("C: c2VjcmV0");
              });
    }
  }

  @Test
  void doesNotSendToWhomItCannotLogInTo() throws Exception {
    try (FakeServer server = new FakeServer(PLAIN_HELLO)) {
      assertThat(open(server, CLEAR, Optional.of(new Login("joe", "secret"))))
          .isInstanceOf(Opening.Unfit.class);
    }
  }

  @Test
  void passesOnWhatTheOtherSideTakesR30() throws Exception {
    Envelope envelope =
        new Envelope(
                new ReversePath.Nowhere(),
                MailParameters.NONE
                    .with(Body.EIGHT_BIT)
                    .withDsn(Optional.of(Return.HDRS), Optional.of("a b")))
            .with(
                new Recipient(
                    EmailAddress.of("грета@mx.example"),
                    new Notify.Never(),
                    Optional.of(new OriginalRecipient("utf-8", "é@x"))));
    assertThat(
            play(
                HELLO
                    + """
                    S: 250-mx.example
                    S: 250-SIZE
                    S: 250-8BITMIME
                    S: 250-SMTPUTF8
                    S: 250 DSN
                    C: MAIL FROM:<> SIZE=3 BODY=8BITMIME SMTPUTF8 RET=HDRS ENVID=a+20b
                    S: 250 OK
                    C: RCPT TO:<\u00d0\u00b3\u00d1\u0080\u00d0\u00b5\u00d1\u0082\u00d0\u00b0@mx.example> NOTIFY=NEVER ORCPT=utf-8;\\x{E9}@x
                    S: 550 no
                    """,
                envelope,
                "x\r\n"))
        .containsExactly("грета refused at RCPT: 550 no");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"large,552 5.3.4", "utf8,550 5.6.7", "address,550 5.6.7", "eight,554 5.6.3"})
  void saysBeforeSendingWhatCannotBeSentR38R39R40(String what, String reply) throws Exception {
    Envelope envelope = envelope(what.equals("address") ? "é@mx.example" : "b@mx.example");
    MailParameters parameters =
        switch (what) {
          case "utf8" -> MailParameters.NONE.withUtf8(true);
          case "eight" -> MailParameters.NONE.with(Body.EIGHT_BIT);
          default -> MailParameters.NONE;
        };
    envelope = new Envelope(envelope.sender(), parameters, envelope.recipients());
    String text = what.equals("large") ? "x".repeat(999) + "\r\n" : "x\r\n";
    String script =
        PIPELINING_HELLO
            + "C: MAIL FROM:<a@me.example> SIZE=3\nC: RCPT TO:<ok@mx.example>\nC: DATA\nS: 550 5.0.0 no\nS: 503 no\nS: 503 no\n";
    try (FakeServer server = new FakeServer(script);
        SmtpSession session = opened(server)) {
      assertThat(send(session, envelope, text).getFirst()).endsWith("unsendable " + reply);
      // nothing was said, and the session serves the next message
      assertThat(send(session, envelope("ok@mx.example"), "x\r\n"))
          .containsExactly("ok refused at MAIL: 550 5.0.0 no");
    }
  }

  @Test
  void sendsOnlyADotWhenAllRecipientsWereRefusedButContentIsAskedForR56() throws Exception {
    assertThat(
            play(
                PIPELINING_HELLO
                    + """
                    C: MAIL FROM:<a@me.example> SIZE=8
                    C: RCPT TO:<b@mx.example>
                    C: DATA
                    S: 250 OK
                    S: 550 5.1.1 never
                    S: 354 go
                    C: .
                    S: 554 nobody
                    """,
                envelope("b@mx.example"),
                "secret\r\n"))
        .containsExactly("b refused at RCPT: 550 5.1.1 never");
  }

  @Test
  void oneTransactionAfterAnotherWithRsetWhereOneIsOpenR47() throws Exception {
    String script =
        PLAIN_HELLO
            + """
            C: MAIL FROM:<a@me.example>
            S: 250 OK
            C: RCPT TO:<b@mx.example>
            S: 550 no
            C: RSET
            S: 250 OK
            C: MAIL FROM:<a@me.example>
            S: 250 OK
            C: RCPT TO:<c@mx.example>
            S: 250 OK
            C: DATA
            S: 354 go
            C: x
            C: .
            S: 250 done
            C: MAIL FROM:<a@me.example>
            S: 450 enough
            """;
    try (FakeServer server = new FakeServer(script);
        SmtpSession session = opened(server)) {
      assertThat(send(session, envelope("b@mx.example"), "x\r\n"))
          .containsExactly("b refused at RCPT: 550 no");
      assertThat(send(session, envelope("c@mx.example"), "x\r\n"))
          .containsExactly("c delivered 250 done");
      assertThat(send(session, envelope("d@mx.example"), "x\r\n"))
          .containsExactly("d refused at MAIL: 450 enough");
      assertThat(session.usable()).isTrue();
      assertThat(session.dialogue()).doesNotContain("C: RSET").contains("S: 450 enough");
    }
  }

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
      server.close();
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
      server.close();
      assertThat(server.heard).doesNotContain(".");
    }
  }

  @Test
  void hearsTheLastWordsOfAServerThatHadEnough() throws Exception {
    ClockWorld world = new ClockWorld();
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
    ClockWorld world = new ClockWorld();
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

  @Test
  void keepsTheEndOfALongTalk() {
    Transcript transcript = new Transcript(40);
    for (int i = 0; i < 30; i++) {
      transcript.said("opening " + i);
    }
    transcript.begin();
    for (int i = 0; i < 100; i++) {
      transcript.heard("line " + i);
    }
    assertThat(transcript.lines())
        .hasSize(41)
        .contains("C: opening 0", "S: line 0", "... 80 lines left out", "S: line 99");
  }

  @Test
  void aReplyOfManyLinesIsKeptWhole() throws Exception {
    assertThat(
            play(
                PLAIN_HELLO
                    + "C: MAIL FROM:<a@me.example>\nS: 550-5.7.1 first\nS: 550 5.7.1 second\n",
                envelope("b@mx.example"),
                "x\r\n"))
        .containsExactly(
            "b refused at MAIL: " + new Reply(550, "5.7.1", List.of("first", "second")));
  }
}
