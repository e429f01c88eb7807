package mailroad.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import mailroad.sasl.PlaintextLogin;
import mailroad.smtp.TlsWish;
import mailroad.smtp.server.RecordingReception.Taken;
import mailroad.smtp.server.SmtpExtensions.Verify;
import org.junit.jupiter.api.Test;

/** What some ports offer and others do not, over real sockets. */
class ExtensionsTest {
  private static final String HELLO = "S: 220 *\nC: EHLO c\nS~ 250 HELP\n";
  private static final SmtpExtensions PROXIES =
      new SmtpExtensions(Verify.USERS, Duration.ZERO, 0, true, List.of("127.0.0.0/8"));

  private static void play(SmtpServerConfig config, String script) throws Exception {
    try (Port port = new Port(config)) {
      port.play(script);
    }
  }

  @Test
  void lmtpAnswersForEachRecipientR23() throws Exception {
    try (Port port = new Port(Configs.lmtp())) {
      port.play(
          """
          S: 220 mx.example LMTP Mailroad
          C: EHLO c
          S: 500 *
          C: LHLO c
          S~ 250 HELP
          C: MAIL FROM:<a@c.example>
          S: 250 *
          C: RCPT TO:<b@mx.example>
          S: 250 *
          C: RCPT TO:<nobody@mx.example>
          S: 550 *
          C: RCPT TO:<full@mx.example>
          S: 250 *
          C: DATA
          S: 354 *
          C: x
          C: .
          S: 250 2.0.0 OK queued *
          S: 452 4.2.2 The mailbox is full
          C: MAIL FROM:<a@c.example>
          S: 250 *
          C: RCPT TO:<b@mx.example>
          S: 250 *
          C: RCPT TO:<c@mx.example>
          S: 250 *
          C+ BDAT 3\\r\\nx\\r\\n
          S: 250 2.0.0 3 octets received
          C+ BDAT 2 LAST\\r\\n\\n\\n
          S: 550 5.6.11 *
          S: 550 5.6.11 *
          C: QUIT
          S: 221 *
          """);
      assertThat(port.reception.taken.getFirst().client().protocol(false)).isEqualTo("LMTP");
    }
  }

  @Test
  void lmtpWithoutRecipientsAsksForNoContent() throws Exception {
    play(
        Configs.lmtp(),
        """
        S: 220 *
        C: LHLO c
        S~ 250 HELP
        C: MAIL FROM:<>
        S: 250 *
        C: DATA
        S: 503 5.5.1 No valid recipients
        """);
  }

  @Test
  void aKnownProxySaysWhomItSpeaksFor() throws Exception {
    try (Port port = new Port(Configs.mta(PROXIES))) {
      port.play(
          """
          S: 220 mx.example ESMTP Mailroad
          C: EHLO proxy.example
          S~ 250-XCLIENT NAME ADDR PORT PROTO HELO LOGIN DESTADDR DESTPORT
          S~ 250 HELP
          C: XCLIENT NAME=c.example ADDR=192.0.2.9 PORT=4321 HELO=real.example PROTO=ESMTP
          S: 220 mx.example ESMTP Mailroad
          C: EHLO proxy.example
          S~ 250 HELP
          C: MAIL FROM:<a@c.example>
          S: 250 *
          C: XCLIENT ADDR=192.0.2.10
          S: 503 *
          C: RCPT TO:<b@mx.example>
          S: 250 *
          C: DATA
          S: 354 *
          C: .
          S: 250 *
          """);
      Taken taken = port.message();
      assertThat(taken.client().remote().toString()).isEqualTo("/192.0.2.9:4321");
      assertThat(taken.client().hello()).isEqualTo(new Hello.Ehlo("real.example"));
    }
  }

  @Test
  void nobodyElseDoesA22() throws Exception {
    play(
        Configs.mta(),
        """
        S: 220 *
        C: EHLO c
        S~ 250 HELP
        C: XCLIENT ADDR=192.0.2.9
        S: 550 5.7.0 Not from your address
        C: XCLIENT ADDR=nonsense
        S: 501 5.5.4 *
        C: PROXY TCP4 192.0.2.1 198.51.100.1 4321 25
        S: 554 5.5.1 *
        = closed
        """);
  }

  @Test
  void aProxysUserMayBeOneWhoLoggedIn() throws Exception {
    play(
        Configs.mta(PROXIES),
        HELLO
            + """
            C: XCLIENT LOGIN=joe@example.org
            S: 220 *
            C: EHLO proxy.example
            S~ 250 HELP
            C: VRFY anna
            S: 250 2.1.5 <anna>
            C: EXPN all
            S: 250-2.1.5 <a@x.example>
            S: 250 2.1.5 <b@x.example>
            """);
  }

  @Test
  void strangersLearnNothingR48() throws Exception {
    play(
        Configs.mta(PROXIES),
        HELLO + "C: VRFY anna\nS: 252 2.5.2 *\nC: EXPN all\nS: 252 2.5.2 *\n");
  }

  @Test
  void asksTheOwnerToStartAQueue() throws Exception {
    play(
        Configs.mta(),
        HELLO
            + """
            C: ETRN ours.example
            S: 250 2.0.0 Queuing for ours.example started
            C: ETRN theirs.example
            S: 459 4.7.1 Not for you
            C: ETRN
            S: 501 *
            """);
  }

  @Test
  void lowersAPriorityThatIsNotGranted() throws Exception {
    try (Port port = new Port(Configs.mta())) {
      port.play(
          HELLO
              + """
              C: MAIL FROM:<a@c.example> MT-PRIORITY=5
              S: 250 2.3.6 Sender OK, with priority 0
              C: RSET
              S: 250 *
              C: MAIL FROM:<a@c.example> MT-PRIORITY=-3 BY=120;NT
              S: 250 2.1.0 *
              C: RCPT TO:<b@mx.example>
              S: 250 *
              C: DATA
              S: 354 *
              C: .
              S: 250 *
              """);
      var handling = port.message().envelope().parameters().handling();
      assertThat(handling.priority()).isEqualTo(-3);
      assertThat(handling.deliverBy().orElseThrow()).hasToString("120;NT");
    }
  }

  @Test
  void takesWishesAboutTlsUnderTlsAndHoldsMailOfUsers() throws Exception {
    try (Port port = new Port(Configs.submission(PlaintextLogin.NEVER))) {
      port.play(
          """
          S: 220 *
          C: EHLO c
          S~ 250-FUTURERELEASE 2678400 *
          S~ 250 HELP
          C: STARTTLS
          S: 220 *
          = tls
          C: EHLO c
          S~ 250-REQUIRETLS
          S~ 250 HELP
          C: AUTH PLAIN AGpvZQBzZWNyZXQ=
          S: 235 *
          C: MAIL FROM:<joe@example.org> REQUIRETLS HOLDFOR=60
          S: 250 *
          C: RCPT TO:<b@mx.example>
          S: 250 *
          C: DATA
          S: 354 *
          C: .
          S: 250 *
          """);
      var handling = port.message().envelope().parameters().handling();
      assertThat(handling.tls()).isEqualTo(TlsWish.REQUIRED);
      assertThat(handling.release().orElseThrow()).hasToString("HOLDFOR=60");
    }
  }
}
