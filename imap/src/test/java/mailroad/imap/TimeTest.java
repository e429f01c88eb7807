package mailroad.imap;

import java.time.Duration;
import mailroad.mailbox.MailboxConfig;
import org.junit.jupiter.api.Test;

/** What happens by itself, in time: with intervals so short that nobody waits for them. */
class TimeTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  private static TestServer server(
      Duration login, Duration session, Duration literal, Duration check, Duration stillHere)
      throws Exception {
    ImapConfig d = ImapConfig.DEFAULT;
    ImapConfig config =
        new ImapConfig(
            d.plaintextLogin(),
            d.lineOctetsMax(),
            d.commandOctetsMax(),
            d.commandOctetsMaxBeforeLogin(),
            d.messageOctetsMax(),
            d.mistakesMax(),
            d.loginFailuresMax(),
            login,
            session,
            literal,
            d.handshakeTimeout(),
            check,
            stillHere,
            d.searchOctetsMax(),
            d.notifyMailboxesMax(),
            d.progressInterval(),
            java.util.List.of(),
            mailroad.mailbox.SessionLimits.DEFAULT,
            d.compression());
    return new TestServer(config, MailboxConfig.DEFAULT, 0, TestServer.Function.PLAIN);
  }

  @Test
  void sendsAwayWhoDoesNotLogIn() throws Exception {
    try (TestServer server = server(Duration.ofMillis(100), LONG, LONG, LONG, LONG)) {
      server.play(
          """
          S: * OK *
          C+ a LOG
          S: * BYE Silent for too long
          = closed
          """);
    }
  }

  @Test
  void sendsAwayWhoIsSilent() throws Exception {
    try (TestServer server = server(LONG, Duration.ofMillis(100), LONG, LONG, LONG)) {
      server.playLoggedIn("S: * BYE Silent for too long\n= closed\n");
    }
  }

  @Test
  void sendsAwayWhoIsSilentWhileItIdles() throws Exception {
    try (TestServer server = server(LONG, Duration.ofMillis(100), LONG, LONG, LONG)) {
      // In one piece, so that the client is not silent before it idles.
      server.play(
          """
          S: * OK *
          C+ l LOGIN joe@b.example secret00\\r\\ns SELECT INBOX\\r\\na IDLE\\r\\n
          S: l OK *
          S~ s OK *
          S: + *
          S: * BYE Silent for too long
          = closed
          """);
    }
  }

  @Test
  void sendsAwayWhoIsSilentAmidALiteral() throws Exception {
    try (TestServer server = server(LONG, LONG, Duration.ofMillis(100), LONG, LONG)) {
      server.playLoggedIn(
          """
          C: a APPEND INBOX {10}
          S: + *
          C+ half
          S: * BYE Silent for too long
          = closed
          """);
    }
  }

  @Test
  void saysThatItIsStillHereWhileItIdles() throws Exception {
    try (TestServer server = server(LONG, LONG, LONG, LONG, Duration.ofMillis(50))) {
      server.playLoggedIn(
          """
          C: s SELECT INBOX
          S~ s OK *
          C: a IDLE
          S: + *
          S: * OK Still here
          S: * OK Still here
          C: DONE
          S~ a OK *
          """);
    }
  }
}
