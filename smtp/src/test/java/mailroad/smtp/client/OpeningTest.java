package mailroad.smtp.client;

import static mailroad.smtp.client.Talks.ANY;
import static mailroad.smtp.client.Talks.CLEAR;
import static mailroad.smtp.client.Talks.HELLO;
import static mailroad.smtp.client.Talks.PLAIN_HELLO;
import static mailroad.smtp.client.Talks.config;
import static mailroad.smtp.client.Talks.open;
import static mailroad.smtp.client.Talks.opened;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How sessions are opened, or are not, against a server that follows a script. */
class OpeningTest {
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
          .isInstanceOf(Opening.NoTls.class);
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
}
