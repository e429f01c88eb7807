package mailroad.imap;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a selected mailbox that others rename, delete, make anew, or empty: RFC 2180 section 3. */
class MailboxStatesTest {
  private static final String BOTH =
      """
      S: * OK *
      C: l LOGIN joe@b.example secret00
      S: l OK *
      C: l CREATE Work
      S: l OK *
      C: l APPEND Work {9+}
      C: A: b
      C:
      C: 1
      S: l OK *
      C: l APPEND Work {9+}
      C: A: b
      C:
      C: 2
      S: l OK *
      C: s SELECT Work
      S~ s OK *
      = on second
      S: * OK *
      C: l LOGIN joe@b.example secret00
      S: l OK *
      """;

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
  void aRenamedMailboxStaysSelected() throws Exception {
    server.play(
        BOTH
            + """
            C: a RENAME Work Done/Work
            S: a OK *
            C: b APPEND Done/Work {9+}
            C: A: b
            C:
            C: 3
            S: b OK *
            = on first
            C: c NOOP
            S: * 3 EXISTS
            S: * 3 RECENT
            S: c OK *
            C: d STORE 3 +FLAGS.SILENT (\\Flagged)
            S: d OK *
            C: e COPY 3 Work
            S: e NO [TRYCREATE] *
            = on second
            C: f SELECT Done/Work
            S~ f OK *
            C: g SEARCH FLAGGED
            S: * SEARCH 3
            S: g OK *
            """);
  }

  @Test
  void aDeletedMailboxIsEmptyAndTakesNothing() throws Exception {
    server.play(
        BOTH
            + """
            C: a DELETE Work
            S: a OK *
            = on first
            C: c FETCH 1:2 FLAGS
            S: * 1 FETCH (FLAGS (\\Recent))
            S: * 2 FETCH (FLAGS (\\Recent))
            S: c OK *
            C: d FETCH 1 BODY[]
            S: d NO [EXPUNGEISSUED] *
            C: e STORE 1 +FLAGS (\\Seen)
            S: e NO [EXPUNGEISSUED] *
            C: f NOOP
            S: * 1 EXPUNGE
            S: * 1 EXPUNGE
            S: f OK *
            C: g UID STORE 1:* +FLAGS (\\Seen)
            S: g OK *
            C: h EXPUNGE
            S: h OK *
            C: i FETCH 1 FLAGS
            S: i BAD *
            C: j APPEND Work {4+}
            C: a: b
            S: j NO [TRYCREATE] *
            C: k CLOSE
            S: k OK *
            """);
  }

  @Test
  void anIdleClientHearsThatItsMailboxIsDeleted() throws Exception {
    server.play(
        BOTH
            + """
            = on first
            C: c IDLE
            S: + *
            = on second
            C: a DELETE Work
            S: a OK *
            = on first
            S: * 1 EXPUNGE
            S: * 1 EXPUNGE
            C: DONE
            S: c OK *
            """);
  }

  @Test
  void aMailboxThatIsMadeAnewIsAnotherOne() throws Exception {
    server.play(
        BOTH
            + """
            C: a DELETE Work
            S: a OK *
            C: b CREATE Work
            S: b OK *
            C: c APPEND Work {4+}
            C: a: b
            S: c OK [APPENDUID * 1] *
            = on first
            C: d NOOP
            S: * 1 EXPUNGE
            S: * 1 EXPUNGE
            S: d OK *
            C: e UID FETCH 1:* FLAGS
            S: e OK *
            C: f ENABLE QRESYNC
            S~ f OK *
            C: g SELECT Work (QRESYNC (1 3 1:2))
            S~ * 1 EXISTS
            S~ * OK [HIGHESTMODSEQ 2] *
            S: g OK *
            """);
  }

  @Test
  void messagesThatAreMovedIntoTheirOwnMailboxAreNew() throws Exception {
    server.play(
        BOTH
            + """
            = on first
            C: a MOVE 1 Work
            S: * OK [COPYUID * 1 3] *
            S: * 1 EXPUNGE
            S: * 2 EXISTS
            S: * 2 RECENT
            S: a OK *
            """);
  }

  @Test
  void whoeverRenamesInboxEmptiesIt() throws Exception {
    server.deliver("Subject: 1\n\n1\n");
    server.play(
        BOTH
            + """
            C: a SELECT INBOX
            S~ a OK *
            = on first
            C: b RENAME INBOX Old
            S: b OK *
            = on second
            C: c NOOP
            S: * 1 EXPUNGE
            S: c OK *
            C: d STATUS Old (MESSAGES)
            S: * STATUS Old (MESSAGES 1)
            S: d OK *
            """);
  }
}
