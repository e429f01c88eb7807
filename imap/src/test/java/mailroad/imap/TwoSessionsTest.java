package mailroad.imap;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one client does another sees, where it may be told: RFC 3501 section 7.4.1, RFC 2177. */
class TwoSessionsTest {
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
  void tellsAtNoop() throws Exception {
    server.play(
        TestServer.bothInInbox("")
            + """
            C: a STORE 1 +FLAGS.SILENT (\\Flagged $New)
            S: * FLAGS *
            S: * OK *
            S: a OK *
            C: b STORE 2 +FLAGS.SILENT (\\Deleted)
            S: b OK *
            C: c EXPUNGE
            S: * 2 EXPUNGE
            S: c OK *
            C: d APPEND INBOX {4+}
            C: 1234
            S: * 3 EXISTS
            S: * 3 RECENT
            S: d OK *
            = on second
            C: e NOOP
            S: * 2 EXPUNGE
            S: * 3 EXISTS
            S: * 0 RECENT
            S: * FLAGS (*$New)
            S: * OK [PERMANENTFLAGS *
            S: * 1 FETCH (FLAGS (\\Flagged $New))
            S: e OK *
            C: f NOOP
            S: f OK *
            """);
  }

  @Test
  void holdsExpungesBackWhileMessagesAreNamedByNumber() throws Exception {
    server.play(
        TestServer.bothInInbox("")
            + """
            C: a STORE 1 +FLAGS.SILENT (\\Deleted)
            S: a OK *
            C: b EXPUNGE
            S: * 1 EXPUNGE
            S: b OK *
            = on second
            C: c FETCH 2:3 UID
            S: * 2 FETCH (UID 2)
            S: * 3 FETCH (UID 3)
            S: c OK *
            C: d SEARCH SUBJECT 3
            S: * SEARCH 3
            S: d OK *
            C: e STORE 3 +FLAGS (\\Answered)
            S: * 3 FETCH (FLAGS (\\Answered))
            S: e OK *
            C: f FETCH 1 BODY.PEEK[TEXT]
            S: f NO [EXPUNGEISSUED] *
            C: g FETCH 1 FLAGS
            S: * 1 FETCH (FLAGS ())
            S: g OK *
            C: h STORE 1 +FLAGS (\\Seen)
            S: h NO [EXPUNGEISSUED] *
            C: i COPY 1:2 Archive
            S: * 1 EXPUNGE
            S: i NO [EXPUNGEISSUED] *
            C: j FETCH 2 UID
            S: * 2 FETCH (UID 3)
            S: j OK *
            """);
  }

  @Test
  void tellsExpungesWithinUidCommands() throws Exception {
    server.play(
        TestServer.bothInInbox("")
            + """
            C: a STORE 1 +FLAGS.SILENT (\\Deleted)
            S: a OK *
            C: b EXPUNGE
            S: * 1 EXPUNGE
            S: b OK *
            = on second
            C: c UID FETCH 3 FLAGS
            S: * 3 FETCH (UID 3 FLAGS ())
            S: * 1 EXPUNGE
            S: c OK *
            C: d UID FETCH 3 FLAGS
            S: * 2 FETCH (UID 3 FLAGS ())
            S: d OK *
            """);
  }

  @Test
  void silenceDoesNotHideWhatOthersDid() throws Exception {
    server.play(
        TestServer.bothInInbox("")
            + """
            C: a STORE 1 +FLAGS.SILENT (\\Flagged)
            S: a OK *
            = on second
            C: b STORE 1 +FLAGS.SILENT (\\Seen)
            S: * 1 FETCH (FLAGS (\\Seen \\Flagged))
            S: b OK *
            """);
  }

  @Test
  void tellsAtOnceWhileItIdles() throws Exception {
    server.play(
        TestServer.bothInInbox("")
            + """
            = on second
            C: i IDLE
            S: + *
            = on first
            C: a APPEND INBOX {4+}
            C: 1234
            S~ a OK *
            = on second
            S: * 4 EXISTS
            S: * * RECENT
            = on first
            C: b STORE 1 +FLAGS (\\Deleted)
            S~ b OK *
            = on second
            S: * 1 FETCH (FLAGS (\\Deleted))
            = on first
            C: c EXPUNGE
            S~ c OK *
            = on second
            S: * 1 EXPUNGE
            C: done
            S: i OK *
            C: j FETCH 3 UID
            S: * 3 FETCH (UID 4)
            S: j OK *
            """);
  }

  @Test
  void idlesWithoutAMailboxToo() throws Exception {
    server.playLoggedIn(
        """
        C: a IDLE
        S: + *
        C: DONE
        S: a OK *
        C: b IDLE
        S: + *
        C: NOOP
        S: b BAD *
        C+ c IDLE\\r\\nDONE\\r\\nd NOOP\\r\\n
        S: + *
        S: c OK *
        S: d OK *
        """);
  }

  @Test
  void emptiesTheViewOfAMailboxThatWasDeleted() throws Exception {
    server.playLoggedIn(
        """
        C: a CREATE Gone
        S: a OK *
        C: b APPEND Gone {4+}
        C: 1234
        S: b OK *
        C: c SELECT Gone
        S~ c OK *
        = on second
        S: * OK *
        C: l LOGIN joe@b.example secret00
        S: l OK *
        C: d DELETE Gone
        S: d OK *
        = on first
        C: e NOOP
        S: * 1 EXPUNGE
        S: e OK *
        C: f COPY 1:* INBOX
        S: f OK *
        """);
  }
}
