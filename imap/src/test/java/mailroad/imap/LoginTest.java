package mailroad.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.time.Duration;
import java.util.List;
import mailroad.kernel.Task;
import mailroad.mailbox.MailboxConfig;
import mailroad.sasl.PlaintextLogin;
import mailroad.wire.Wire;
import mailroad.wire.script.Player;
import mailroad.wire.script.Script;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From the greeting to the login: RFC 3501 section 6.1 and RFC 3501 section 6.2. */
class LoginTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private TestServer server;

  @BeforeEach
  void open() throws Exception {
    server = new TestServer(ImapConfig.DEFAULT);
  }

  @AfterEach
  void close() throws Exception {
    server.close();
  }

  @Test
  void greetsAndSaysWhatItOffers() throws Exception {
    server.play(
        """
        S: * OK [CAPABILITY IMAP4rev1 * STARTTLS AUTH=SCRAM-SHA-256 AUTH=PLAIN AUTH=LOGIN] Mailroad ready
        C: a CAPABILITY
        S: * CAPABILITY IMAP4rev1 * STARTTLS AUTH=SCRAM-SHA-256 AUTH=PLAIN AUTH=LOGIN
        S: a OK *
        C: b NOOP
        S: b OK *
        C: c ID ("name" "tester" "version" NIL)
        S: * ID ("name" "Mailroad")
        S: c OK *
        C: d LOGOUT
        S: * BYE *
        S: d OK *
        = closed
        """);
  }

  @Test
  void logsInWithWordsStringsAndLiterals() throws Exception {
    server.play(
        """
        S: * OK *
        C: a LOGIN joe@b.example wrong000
        S: a NO [AUTHENTICATIONFAILED] *
        C: b LOGIN nobody@b.example wrong000
        S: b NO [AUTHENTICATIONFAILED] *
        C: c LOGIN {13}
        S: + *
        C: JOE@b.example {8+}
        C: secret00
        S: c OK [CAPABILITY IMAP4rev1 * NAMESPACE CHILDREN * APPENDLIMIT=104857600*] *
        C: d LOGIN "joe@b.example" "secret00"
        S: d BAD *
        """);
  }

  @Test
  void logsInBySasl() throws Exception {
    server.play(
        """
        S: * OK *
        C: a AUTHENTICATE PLAIN
        S: +\\x20
        C: AGpvZUBiLmV4YW1wbGUAc2VjcmV0MDA=
        S: a OK *
        = on second
        S: * OK *
        C: a AUTHENTICATE PLAIN AGpvZUBiLmV4YW1wbGUAc2VjcmV0MDA=
        S: a OK *
        = on third
        S: * OK *
        C: a AUTHENTICATE LOGIN
        S: + VXNlcm5hbWU6
        C: am9lQGIuZXhhbXBsZQ==
        S: + UGFzc3dvcmQ6
        C: c2VjcmV0MDA=
        S: a OK *
        """);
  }

  @Test
  void refusesBrokenSasl() throws Exception {
    server.play(
        """
        S: * OK *
        C: a AUTHENTICATE PLAIN
        S: +\\x20
        C: *
        S: a BAD *
        C: b AUTHENTICATE PLAIN !!!
        S: b BAD *
        C: c AUTHENTICATE PLAIN =
        S: c BAD *
        C: d AUTHENTICATE CRAM-MD5
        S: d NO [CANNOT] *
        C: e AUTHENTICATE PLAIN YWRtaW4Aam9lQGIuZXhhbXBsZQBzZWNyZXQwMA==
        S: e NO [AUTHENTICATIONFAILED] *
        C: f AUTHENTICATE LOGIN
        S: + *
        C: no base64
        S: f BAD *
        """);
  }

  @Test
  void startsTlsAndForgetsWhatCameBefore() throws Exception {
    server.play(
        """
        S: * OK *
        C: a STARTTLS
        S: a OK *
        = tls
        C: b CAPABILITY
        S: * CAPABILITY IMAP4rev1 * AUTH=SCRAM-SHA-256 AUTH=PLAIN AUTH=LOGIN
        S: b OK *
        C: c STARTTLS
        S: c BAD *
        C: d LOGIN joe@b.example secret00
        S: d OK *
        """);
  }

  @Test
  void endsWhereOctetsComeBeforeTls() throws Exception {
    // A2: CVE-2011-0411
    server.play(
        """
        S: * OK *
        C+ a STARTTLS\\r\\nb LOGIN joe@b.example secret00\\r\\n
        S: * BYE *
        S~ a NO *
        = closed
        """);
  }

  @Test
  void endsWhereNoTlsComes() throws Exception {
    server.play(
        """
        S: * OK *
        C: a STARTTLS
        S: a OK *
        C: b NOOP
        = closed
        """);
  }

  @Test
  void takesNoPasswordInTheClearWhereThatIsForbidden() throws Exception {
    try (TestServer strict = new TestServer(ImapConfig.DEFAULT.with(PlaintextLogin.NEVER))) {
      strict.play(
          """
          S: * OK [CAPABILITY IMAP4rev1 * STARTTLS LOGINDISABLED] *
          C: a LOGIN joe@b.example secret00
          S: a NO [PRIVACYREQUIRED] *
          C: b AUTHENTICATE PLAIN AGpvZUBiLmV4YW1wbGUAc2VjcmV0MDA=
          S: b NO [PRIVACYREQUIRED] *
          C: c STARTTLS
          S: c OK *
          = tls
          C: d LOGIN joe@b.example secret00
          S: d OK *
          """);
    }
  }

  @Test
  void servesTlsFromTheFirstOctet() throws Exception {
    try (TestServer secure =
        new TestServer(
            ImapConfig.DEFAULT.with(PlaintextLogin.NEVER),
            MailboxConfig.DEFAULT,
            0,
            TestServer.Function.TLS)) {
      Player.toTls(secure.world(), secure.address(), Duration.ofSeconds(20))
          .play(
              Script.parse(
                  """
                  S: \\* OK [CAPABILITY *AUTH=PLAIN*] *
                  C: d LOGIN joe@b.example secret00
                  S: d OK *
                  """))
          .check();
      Player.to(secure.world(), secure.address(), Duration.ofSeconds(20))
          .play(Script.parse("C: this is no TLS\nS~ *\n= closed\n"));
    }
  }

  @Test
  void asksForALoginFirst() throws Exception {
    for (String command :
        List.of(
            "SELECT INBOX",
            "LIST \"\" *",
            "IDLE",
            "NAMESPACE",
            "FETCH 1 FLAGS",
            "CLOSE",
            "ENABLE X")) {
      server.play(
          """
          S: * OK *
          C: a %s
          S: a BAD *
          C: b NOOP
          S: b OK *
          """
              .formatted(command));
    }
  }

  @Test
  void endsAfterTooManyFailedLogins() throws Exception {
    String failure = "C: a LOGIN joe@b.example wrong000\nS: a NO *\n";
    server.play(
        "S: * OK *\n" + failure.repeat(4) + "C: b LOGIN x y\nS: * BYE *\nS: b NO *\n= closed\n");
  }

  /** The one who idles is told at once; nobody waits for the end of the grace. */
  @Test
  void saysByeWhenTheServerEnds() throws Exception {
    try (Wire client =
        new Wire(server.world(), server.world().network().connect(server.address(), LONG), LONG)) {
      client.write("a LOGIN joe@b.example secret00\r\nb SELECT INBOX\r\nc IDLE\r\n");
      client.flush();
      while (!client.readLine(1000, LONG).text().startsWith("+ ")) {}
      Task shutdown =
          server.world().start("shutdown", () -> server.listener().shutdown(LONG.multipliedBy(10)));
      assertThat(client.readLine(1000, LONG).text()).startsWith("* BYE ");
      assertThatThrownBy(() -> client.readLine(1000, LONG)).isInstanceOf(EOFException.class);
      client.close();
      shutdown.join();
      assertThat(server.listener().connections()).isZero();
    }
  }
}
