package mailroad.imap;

import mailroad.mailbox.MailboxConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** REPLACE: RFC 8508. */
class ReplaceTest {
  private TestServer server;

  @BeforeEach
  void open() throws Exception {
    server = new TestServer(ImapConfig.DEFAULT);
    server.deliver("Subject: one\n\nx\n");
    server.deliver("Subject: two\n\nx\n");
  }

  @AfterEach
  void close() throws Exception {
    server.close();
  }

  private void play(String script) throws Exception {
    server.playLoggedIn("C: s SELECT INBOX\nS~ s OK *\n" + script);
  }

  @Test
  void putsTheNewInThePlaceOfTheOld() throws Exception {
    play(
        """
        C: a REPLACE 1 INBOX (\\Seen) "01-Feb-2024 10:11:12 +0100" {5}
        S: + *
        C: later
        S: * OK [APPENDUID * 3] *
        S: * 1 EXPUNGE
        S: * 2 EXISTS
        S: * 2 RECENT
        S: a OK *
        C: b UID REPLACE 2 Drafts {4+}
        C: last
        S: * OK [APPENDUID * 1] *
        S: * 1 EXPUNGE
        S: b OK *
        C: c UID REPLACE 3 INBOX CATENATE (URL "/INBOX/;UID=3" TEXT {5+}
        C: again)
        S: * OK [APPENDUID * 4] *
        S: * 1 EXPUNGE
        S: * 1 EXISTS
        S: * 1 RECENT
        S: c OK *
        C: d FETCH 1 BODY.PEEK[]
        S: * 1 FETCH (BODY[] {10}
        S: lateragain)
        S: d OK *
        C: e STATUS Drafts (MESSAGES)
        S: * STATUS Drafts (MESSAGES 1)
        S: e OK *
        """);
  }

  @Test
  void changesNothingIfItCannot() throws Exception {
    play(
        """
        C: a REPLACE 9 INBOX {5}
        S: a NO [NONEXISTENT] *
        C: b UID REPLACE 9 INBOX {5+}
        C: hello
        S: b NO [NONEXISTENT] *
        C: c REPLACE 1 None {5}
        S: c NO [TRYCREATE] *
        C: d REPLACE 1:2 INBOX {5+}
        C: hello
        S: d BAD *
        C: e REPLACE 1 INBOX {5+}
        C: hello {5}
        S: e BAD *
        C: f EXAMINE INBOX
        S~ f OK *
        C: g REPLACE 1 INBOX {5}
        S: g NO [READ-ONLY] *
        C: h FETCH 1:* UID
        S: * 1 FETCH (UID 1)
        S: * 2 FETCH (UID 2)
        S: h OK *
        """);
  }

  /** What belongs to a command that is refused is never taken for a command. */
  @Test
  void dropsTheMessageOfARefusedCommand() throws Exception {
    server.playLoggedIn(
        """
        C: a REPLACE 1 INBOX {12+}
        C+ b LOGOUT\\r\\nc\\r\\n
        S: a BAD *
        C: d ENABLE UIDONLY
        S~ d OK *
        C: e SELECT INBOX
        S~ e OK *
        C: f REPLACE 1 INBOX {12+}
        C+ b LOGOUT\\r\\nc {3}\\r\\n
        S: f BAD [UIDREQUIRED] *
        C: g REPLACE 1 INBOX {9999999+}
        S: * BYE *
        S: g BAD *
        = closed
        """);
  }

  @Test
  void saysSoIfTheOldIsGone() throws Exception {
    play(
        """
        = on second
        S: * OK *
        C: l LOGIN joe@b.example secret00
        S: l OK *
        C: s SELECT INBOX
        S~ s OK *
        C: a STORE 1 +FLAGS.SILENT (\\Deleted)
        S: a OK *
        C: b EXPUNGE
        S: * 1 EXPUNGE
        S: b OK *
        = on first
        C: c REPLACE 1 INBOX {5+}
        C: hello
        S: * 1 EXPUNGE
        S: c NO [EXPUNGEISSUED] *
        C: d FETCH 1:* UID
        S: * 1 FETCH (UID 2)
        S: d OK *
        """);
  }

  @Test
  void mayUseTheRoomOfTheOld() throws Exception {
    MailboxConfig small = MailboxConfig.DEFAULT.withQuota(1_000, 1);
    try (TestServer full =
        new TestServer(ImapConfig.DEFAULT, small, 0, TestServer.Function.PLAIN)) {
      full.deliver("x".repeat(600));
      full.playLoggedIn(
          """
          C: s SELECT INBOX
          S~ s OK *
          C: a REPLACE 1 INBOX {700+}
          C/ 700 y
          C:
          S: * OK [APPENDUID * 2] *
          S~ a OK *
          C: b REPLACE 1 INBOX {1001}
          S: b NO [OVERQUOTA] *
          """);
    }
  }
}
