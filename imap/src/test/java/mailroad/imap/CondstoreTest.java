package mailroad.imap;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Modseqs, and changes on condition of them: RFC 7162 section 3.1. */
class CondstoreTest {
  private TestServer server;

  @BeforeEach
  void open() throws Exception {
    server = TestServer.withThreeMessages();
  }

  @AfterEach
  void close() throws Exception {
    server.close();
  }

  @Test
  void tellsTheHighestModSeqAtSelectAndStatus() throws Exception {
    server.playLoggedIn(
        """
        C: a STATUS INBOX (HIGHESTMODSEQ UIDNEXT)
        S: * STATUS INBOX (HIGHESTMODSEQ 4 UIDNEXT 4)
        S: a OK *
        C: b SELECT INBOX (CONDSTORE)
        S: * FLAGS *
        S: * OK [PERMANENTFLAGS *
        S: * 3 EXISTS
        S: * 3 RECENT
        S: * OK [UNSEEN 1] *
        S: * OK [UIDVALIDITY *
        S: * OK [UIDNEXT 4] *
        S: * OK [MAILBOXID *
        S: * OK [HIGHESTMODSEQ 4] *
        S: b OK [READ-WRITE] *
        C: c EXAMINE INBOX (CONDSTORE MORE)
        S: c BAD *
        C: d EXAMINE INBOX
        S: * OK [CLOSED] *
        S~ * OK [HIGHESTMODSEQ 4] *
        S: d OK [READ-ONLY] *
        """);
  }

  @Test
  void enablesModSeqsByEnableAndWhoeverAsksForOne() throws Exception {
    server.playLoggedIn(
        """
        C: a ENABLE CONDSTORE X-NONE condstore
        S: * ENABLED CONDSTORE
        S: a OK *
        C: b ENABLE CONDSTORE
        S: * ENABLED
        S: b OK *
        C: c SELECT INBOX
        S~ c OK *
        C: d STORE 1 +FLAGS (\\Seen)
        S: * 1 FETCH (FLAGS (\\Seen \\Recent) MODSEQ (5))
        S: d OK *
        """);
    server.playLoggedIn(
        """
        C: a SELECT INBOX
        S~ a OK *
        C: b STORE 2 +FLAGS (\\Seen)
        S: * 2 FETCH (FLAGS (\\Seen))
        S: b OK *
        C: c FETCH 2 MODSEQ
        S: * OK [HIGHESTMODSEQ 6] *
        S: * 2 FETCH (MODSEQ (6))
        S: c OK *
        C: d UID STORE 2 -FLAGS.SILENT (\\Seen)
        S: * 2 FETCH (UID 2 MODSEQ (7))
        S: d OK *
        C: e FETCH 2 (BODY[TEXT])
        S: * 2 FETCH (FLAGS (\\Seen) BODY[TEXT] {3}
        S: 2
        S: * MODSEQ (8))
        S: e OK *
        """
            .replace("S: * MODSEQ", "S:  MODSEQ"));
  }

  @Test
  void fetchesWhatHasChangedSince() throws Exception {
    server.playLoggedIn(
        """
        C: a SELECT INBOX
        S~ a OK *
        C: b FETCH 1:* (FLAGS) (CHANGEDSINCE 3)
        S: * OK [HIGHESTMODSEQ 4] *
        S: * 3 FETCH (FLAGS (\\Recent) MODSEQ (4))
        S: b OK *
        C: c UID FETCH 1:2 (MODSEQ) (CHANGEDSINCE 2)
        S: * 2 FETCH (UID 2 MODSEQ (3))
        S: c OK *
        C: d FETCH 1:* FAST (CHANGEDSINCE 4)
        S: d OK *
        C: e UID FETCH 1:* FLAGS (CHANGEDSINCE 1 VANISHED)
        S: e BAD *
        C: f FETCH 1:* FLAGS (VANISHED CHANGEDSINCE 1)
        S: f BAD *
        C: g FETCH 1:* FLAGS (CHANGEDSINCE 9223372036854775808)
        S: g BAD *
        C: h UID FETCH 1:* FLAGS (CHANGEDSINCE 9223372036854775807)
        S: h OK *
        """);
  }

  /** RFC 7162 section 3.1.3, example 6 and what follows it. */
  @Test
  void leavesAloneWhatHasChangedSince() throws Exception {
    server.play(
        TestServer.bothInInbox(" (CONDSTORE)")
            + """
            C: a UID STORE 1,3 (UNCHANGEDSINCE 3) +FLAGS.SILENT (\\Deleted)
            S: * 1 FETCH (UID 1 MODSEQ (5))
            S: a OK [MODIFIED 3] *
            C: b STORE 1:3 (UNCHANGEDSINCE 4) +FLAGS (\\Flagged)
            S: * 2 FETCH (FLAGS (\\Flagged \\Recent) MODSEQ (6))
            S: * 3 FETCH (FLAGS (\\Flagged \\Recent) MODSEQ (6))
            S: b OK [MODIFIED 1] *
            C: c STORE 1:3 (UNCHANGEDSINCE 0) +FLAGS (\\Seen)
            S: c OK [MODIFIED 1:3] *
            = on second
            C: d EXPUNGE
            S: * 1 EXPUNGE
            S: * 1 FETCH (FLAGS (\\Flagged))
            S: * 2 FETCH (FLAGS (\\Flagged))
            S: d OK 1 *
            = on first
            C: e STORE 1:2 (UNCHANGEDSINCE 5) +FLAGS (\\Seen)
            S: e NO [MODIFIED 2] *
            C: f STORE 1:2 (UNCHANGEDSINCE 6) +FLAGS (\\Seen)
            S: * 2 FETCH (FLAGS (\\Seen \\Flagged \\Recent) MODSEQ (8))
            S: f NO [EXPUNGEISSUED] *
            C: g STORE 1 (CHANGEDSINCE 5) +FLAGS (\\Seen)
            S: g BAD *
            """);
  }

  @Test
  void tellsModSeqsOfWhatOthersChange() throws Exception {
    server.play(
        TestServer.bothInInbox(" (CONDSTORE)")
            + """
            = on second
            C: a STORE 1 +FLAGS (\\Flagged)
            S: * 1 FETCH (FLAGS (\\Flagged))
            S: a OK *
            C: b STORE 1 -FLAGS (\\Flagged)
            S: * 1 FETCH (FLAGS ())
            S: b OK *
            = on first
            C: c NOOP
            S: * 1 FETCH (FLAGS (\\Recent) MODSEQ (6))
            S: c OK *
            C: d SEARCH MODSEQ 4
            S: * SEARCH 1 3 (MODSEQ 6)
            S: d OK *
            C: e UID SEARCH OR MODSEQ "/flags/\\\\\\\\draft" all 9 NOT ALL
            S: * SEARCH
            S: e OK *
            C: f UID SEARCH NOT MODSEQ 4
            S: * SEARCH 2 (MODSEQ 3)
            S: f OK *
            C: g SEARCH MODSEQ "/flags/\\\\\\\\draft" any 1
            S: g BAD *
            """);
  }

  @Test
  void tellsTheHighestModSeqWhenMessagesGo() throws Exception {
    server.playLoggedIn(
        """
        C: a SELECT INBOX (CONDSTORE)
        S~ a OK *
        C: b STORE 1 +FLAGS (\\Deleted)
        S: * 1 FETCH (FLAGS (\\Deleted \\Recent) MODSEQ (5))
        S: b OK *
        C: c EXPUNGE
        S: * 1 EXPUNGE
        S: c OK [HIGHESTMODSEQ 6] *
        C: d EXPUNGE
        S: d OK 0 *
        C: e CREATE There
        S: e OK *
        C: f MOVE 1 There
        S: * OK [COPYUID *
        S: * 1 EXPUNGE
        S: f OK [HIGHESTMODSEQ 7] *
        C: g STORE 1 +FLAGS.SILENT (\\Deleted)
        S: * 1 FETCH (MODSEQ (8))
        S: g OK *
        C: h CLOSE
        S: h OK [HIGHESTMODSEQ 8] *
        """);
  }
}
