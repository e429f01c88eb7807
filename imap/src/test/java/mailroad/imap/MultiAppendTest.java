package mailroad.imap;

import mailroad.mailbox.MailboxConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** APPEND of several messages: RFC 3502. */
class MultiAppendTest {
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
  void appendsAllInOneStep() throws Exception {
    server.playLoggedIn(
        """
        C: s SELECT Drafts
        S~ s OK *
        C: a APPEND Drafts (\\Seen) {5}
        S: + *
        C: hello "01-Feb-2024 10:11:12 +0100" {3}
        S: + *
        C: two (\\Flagged) "01-Feb-2024 10:11:13 +0100" {2+}
        C: xx
        S: * 3 EXISTS
        S: * 3 RECENT
        S: a OK [APPENDUID * 1:3] *
        C: b FETCH 2:3 (FLAGS INTERNALDATE BODY.PEEK[])
        S: * 2 FETCH (FLAGS (\\Recent) INTERNALDATE "01-Feb-2024 09:11:12 +0000" BODY[] {3}
        S: two)
        S: * 3 FETCH (FLAGS (\\Flagged \\Recent) INTERNALDATE "01-Feb-2024 09:11:13 +0000" BODY[] {2}
        S: xx)
        S: b OK *
        """);
  }

  @Test
  void appendsNoneIfOneCannotBe() throws Exception {
    server.playLoggedIn(
        """
        C: a APPEND Drafts {5+}
        C: hello {0}
        S: a NO [CANNOT] *
        C: b APPEND Drafts {5+}
        C: hello {999999999}
        S: b NO [TOOBIG] *
        C: c APPEND Drafts {5+}
        C: hello and more
        S: c BAD *
        C: d APPEND Drafts {5+}
        C: hello (\\Colour) {5+}
        C: 12345 {3+}
        C: abc
        S: d BAD *
        C: e APPEND None {5+}
        C: hello {3+}
        C: abc {2}
        S: e NO [TRYCREATE] *
        C: f APPEND Drafts {5+}
        C: hello {3}
        S: + *
        C+ ab
        = close
        = on second
        S: * OK *
        C: l LOGIN joe@b.example secret00
        S: l OK *
        C: z STATUS Drafts (MESSAGES)
        S: * STATUS Drafts (MESSAGES 0)
        S: z OK *
        """);
  }

  @Test
  void endsWhereWhatFollowsCannotBeTold() throws Exception {
    // A8
    server.playLoggedIn(
        """
        C: a APPEND Drafts {5+}
        C: hello {999999999+}
        S: * BYE [TOOBIG] *
        S: a NO *
        = closed
        """);
  }

  @Test
  void keepsToTheQuotaOfAllTogether() throws Exception {
    MailboxConfig small = MailboxConfig.DEFAULT.withQuota(10, 5);
    try (TestServer full =
        new TestServer(ImapConfig.DEFAULT, small, 0, TestServer.Function.PLAIN)) {
      full.playLoggedIn(
          """
          C: a APPEND INBOX {6+}
          C: 123456 {5}
          S: a NO [OVERQUOTA] *
          C: b APPEND INBOX {6+}
          C: 123456 {4}
          S: + *
          C: 1234
          S: b OK [APPENDUID * 1:2] *
          """);
    }
  }

  @Test
  void boundsHowManyComeAtOnce() throws Exception {
    StringBuilder many = new StringBuilder("C+ a APPEND INBOX");
    many.append(" {1+}\\r\\nx".repeat(501)).append("\\r\\n\n");
    server.playLoggedIn(
        many
            + """
            S: a BAD [LIMIT] *
            C: b STATUS INBOX (MESSAGES)
            S: * STATUS INBOX (MESSAGES 0)
            S: b OK *
            """);
  }
}
