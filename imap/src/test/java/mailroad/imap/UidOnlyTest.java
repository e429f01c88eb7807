package mailroad.imap;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client that knows messages by their UIDs alone: RFC 9586. */
class UidOnlyTest {
  private static final String ENABLE =
      """
      C: u ENABLE UIDONLY
      S: * ENABLED UIDONLY
      S: u OK *
      """;

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
  void takesNoMessageNumbers() throws Exception {
    server.playLoggedIn(
        ENABLE
            + """
            C: a SELECT INBOX
            S: * FLAGS *
            S: * OK [PERMANENTFLAGS *
            S: * 3 EXISTS
            S: * 3 RECENT
            S: * OK [UIDVALIDITY *
            S~ a OK *
            C: b FETCH 1 FLAGS
            S: b BAD [UIDREQUIRED] *
            C: c STORE 1 +FLAGS (\\Seen)
            S: c BAD [UIDREQUIRED] *
            C: d COPY 1 INBOX
            S: d BAD [UIDREQUIRED] *
            C: e MOVE 1 INBOX
            S: e BAD [UIDREQUIRED] *
            C: f SEARCH ALL
            S: f BAD [UIDREQUIRED] *
            C: g UID SEARCH OR UNSEEN NOT (1:2 SEEN)
            S: g BAD [UIDREQUIRED] *
            C: h UID SEARCH UID 2:*
            S: * SEARCH 2 3
            S: h OK *
            """);
  }

  @Test
  void speaksOfUidsAlone() throws Exception {
    server.playLoggedIn(
        ENABLE
            + """
            C: a SELECT INBOX
            S~ a OK *
            C: b UID FETCH 2:3 (FLAGS)
            S: * 2 UIDFETCH (FLAGS (\\Recent))
            S: * 3 UIDFETCH (FLAGS (\\Recent))
            S: b OK *
            C: c UID FETCH 2 (UID RFC822.SIZE)
            S: * 2 UIDFETCH (UID 2 RFC822.SIZE 17)
            S: c OK *
            C: d UID STORE 1 +FLAGS (\\Deleted)
            S: * 1 UIDFETCH (FLAGS (\\Deleted \\Recent))
            S: d OK *
            C: e EXPUNGE
            S: * VANISHED 1
            S: e OK *
            C: f UID MOVE 3 Archive
            S~ * VANISHED 3
            S: f OK *
            = on second
            S: * OK *
            C: l LOGIN joe@b.example secret00
            S: l OK *
            C: a SELECT INBOX
            S~ a OK *
            C: b STORE 1 +FLAGS.SILENT (\\Flagged)
            S: b OK *
            = on first
            C: g NOOP
            S: * 2 UIDFETCH (FLAGS (\\Flagged \\Recent))
            S: g OK *
            """
                .replace("Archive", "Trash"));
  }

  @Test
  void matchesNoNumbersWhenAClientComesBack() throws Exception {
    long validity = server.mailboxes().inbox().uidValidity();
    server.playLoggedIn(
        ENABLE
            + """
            C: a ENABLE QRESYNC
            S: * ENABLED QRESYNC
            S: a OK *
            C: b SELECT INBOX (QRESYNC (%1$d 1 1:3 (1,2 1,2)))
            S: b BAD [UIDREQUIRED] *
            C: c SELECT INBOX (QRESYNC (%1$d 3 1:3))
            S~ * 3 UIDFETCH (FLAGS (\\Recent) MODSEQ (4))
            S: c OK *
            """
                .formatted(validity));
  }
}
