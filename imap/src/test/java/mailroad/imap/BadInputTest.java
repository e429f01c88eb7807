package mailroad.imap;

import java.util.List;
import mailroad.mailbox.MailboxConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What no right client sends: A2, A3, A4, A6, A8, A21. */
class BadInputTest {
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
  void answersBadAndGoesOn() throws Exception {
    for (String wrong :
        List.of(
            "a XYZZY",
            "a",
            "a ",
            "a FETCH",
            "a UID",
            "a LOGIN \"joe",
            "a LOGIN joe\\rx y",
            "a LOGIN jo\\0e y",
            "a NOOP more",
            "a LOGIN (x) y",
            "a LOGIN {3} x",
            "a \\xff")) {
      server.play("S: * OK *\nC: " + wrong + "\nS: a BAD *\nC: b NOOP\nS: b OK *\n");
    }
    for (String wrong : List.of("", "(", "+ NOOP", "\\0", "\\xff\\xfe", " a NOOP")) {
      server.play("S: * OK *\nC: " + wrong + "\nS: * BAD *\nC: b NOOP\nS: b OK *\n");
    }
  }

  @Test
  void wantsLinesToEndInCrLf() throws Exception {
    server.play(
        """
        S: * OK *
        C+ a NOOP\\n
        S: a BAD *
        C+ b NOOP\\r\\r\\n
        S: b BAD *
        C+ c LOGIN {4+}\\nd NOOP\\r\\n
        S: c BAD *
        S: d OK *
        """);
  }

  @Test
  void endsWhereALineNeverEnds() throws Exception {
    server.play(
        """
        S: * OK *
        C/ 20000 x
        C:
        S: * BYE [TOOBIG] *
        = closed
        """);
  }

  @Test
  void takesLittleBeforeTheLogin() throws Exception {
    // A8
    server.play(
        """
        S: * OK *
        C: a LOGIN {100000}
        S: a BAD [TOOBIG] *
        C: b LOGIN {4294967295}
        S: b BAD [TOOBIG] *
        C: c LOGIN {99999999999999999999}
        S: c BAD *
        C: d APPEND INBOX {1000000}
        S: d BAD [TOOBIG] *
        C: e APPEND INBOX {10}
        S: + *
        C: 1234567890
        S: e BAD *
        C: f LOGIN {100000+}
        S: * BYE [TOOBIG] *
        = closed
        """);
  }

  @Test
  void takesNoEndlessSeriesOfLiterals() throws Exception {
    // A8: many small ones
    server.play(
        "S: * OK *\nC: a LOGIN {1000+}\nC/ 1000 x\n"
            + "C:  {1000+}\nC/ 1000 x\n".repeat(20)
            + "S: * BYE *\n= closed\n");
  }

  @Test
  void takesNoLargeLiteralUnaskedBeforeTheLogin() throws Exception {
    // A8, RFC 7888 section 5: LITERAL-
    server.play(
        "S: * OK [CAPABILITY *LITERAL-*\nC: a LOGIN {4097+}\nS: * BYE [TOOBIG] *\n= closed\n");
    server.play(
        "S: * OK *\nC: a LOGIN {4096+}\nC/ 4096 x\nC:  {4097}\nS: + *\nC/ 4097 x\nC:\nS: a NO *\n");
  }

  @Test
  void boundsHowManyLiteralsOneCommandHas() throws Exception {
    // A8: each of them makes the command to be looked at anew
    server.play(
        "S: * OK *\nC+ a LOGIN" + " {0+}\\r\\n".repeat(300) + "\nS: * BYE [TOOBIG] *\n= closed\n");
    server.playLoggedIn(
        "C+ a SEARCH" + " {0+}\\r\\n".repeat(1_500) + "\\r\\n\nS: a BAD [TOOBIG] *\n");
    server.playLoggedIn(
        "C+ a SEARCH" + " {0+}\\r\\n".repeat(3_000) + "\nS: * BYE [TOOBIG] *\n= closed\n");
  }

  @Test
  void skipsLargeLiteralsAfterTheLogin() throws Exception {
    ImapConfig small = config(8_000, 10_000);
    try (TestServer bounded =
        new TestServer(small, MailboxConfig.DEFAULT, 0, TestServer.Function.PLAIN)) {
      bounded.playLoggedIn(
          """
          C: a SELECT {20000+}
          C/ 20000 x
          C:
          S: a BAD [TOOBIG] *
          C: b SELECT {20000}
          S: b BAD [TOOBIG] *
          C: c SELECT {2000000+}
          S: * BYE [TOOBIG] *
          = closed
          """);
    }
  }

  private static ImapConfig config(int line, int command) {
    ImapConfig d = ImapConfig.DEFAULT;
    return new ImapConfig(
        d.plaintextLogin(),
        line,
        command,
        d.commandOctetsMaxBeforeLogin(),
        d.messageOctetsMax(),
        d.mistakesMax(),
        d.loginFailuresMax(),
        d.loginTimeout(),
        d.sessionTimeout(),
        d.literalTimeout(),
        d.handshakeTimeout(),
        d.idleCheckInterval(),
        d.idleStillHereInterval(),
        d.searchOctetsMax(),
        d.notifyMailboxesMax(),
        d.progressInterval(),
        java.util.List.of(),
        mailroad.mailbox.SessionLimits.DEFAULT,
        d.compression());
  }

  @Test
  void endsAfterTooManyMistakes() throws Exception {
    server.play("S: * OK *\n" + "C: a XYZZY\nS: a BAD *\n".repeat(30) + "S: * BYE *\n= closed\n");
  }

  @Test
  void endsWhereABrowserSpeaks() throws Exception {
    // A3: what a page makes a browser post here
    server.play(
        """
        S: * OK *
        C: POST / HTTP/1.1
        C: Host: mail.example
        C:
        C: a LOGIN joe@b.example secret00
        S: POST BAD *
        S: * BYE *
        = closed
        """);
  }

  @Test
  void keepsToOneAnswerACommandHoweverTheyComeIn() throws Exception {
    server.play(
        """
        S: * OK *
        C+ a NOOP\\r\\nb CAPABILITY\\r\\nc LOGIN {13+}\\r\\njoe@b.example {8+}\\r\\nsecret00\\r\\nd SELECT INBOX\\r\\ne LOGOUT\\r\\nf NOOP\\r\\n
        S: a OK *
        S: * CAPABILITY *
        S: b OK *
        S: c OK *
        S~ d OK *
        S: * BYE *
        S: e OK *
        = closed
        """);
  }

  @Test
  void endsWithTheClientWhereverThatLeaves() throws Exception {
    server.play("S: * OK *\nC+ a LOGIN {13}\\r\\n\nS: + *\nC+ jo\n= close\n");
    server.playLoggedIn("C: a SELECT INBOX\nS~ a OK *\nC: b IDLE\nS: + *\n= close\n");
    server.playLoggedIn("C+ a SEL\n= half-close\n= closed\n");
    server.play("S: * OK *\nC: a NOOP\nS: a OK *\n");
  }

  @Test
  void boundsNestingAndSets() throws Exception {
    // A21
    server.playLoggedIn(
        "C: s SELECT INBOX\nS~ s OK *\n"
            + "C: a SEARCH "
            + "NOT ".repeat(5_000)
            + "SEEN\nS: a BAD *\n"
            + "C: b SEARCH "
            + "(".repeat(5_000)
            + "\nS: b BAD *\n"
            + "C: c UID FETCH "
            + "1:*,".repeat(10_000)
            + "1 FLAGS\nS: c OK *\n"
            + "C: d LIST \"\" "
            + "*%".repeat(5_000)
            + "\nS~ d OK *\n");
  }
}
