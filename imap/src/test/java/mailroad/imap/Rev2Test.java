package mailroad.imap;

import mailroad.mailbox.Flags;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What IMAP4rev2 changes once a client has switched it on: RFC 9051 section 6.3.1 and RFC 9051 appendix E, row by row. */
class Rev2Test {
  private static final String ENABLE =
      """
      C: n ENABLE IMAP4rev2
      S: * ENABLED IMAP4rev2
      S: n OK *
      """;

  private TestServer server;

  @BeforeEach
  void open() throws Exception {
    server = new TestServer(ImapConfig.DEFAULT);
    server.deliver("Subject: 1\n\n1\n");
  }

  @AfterEach
  void close() throws Exception {
    server.close();
  }

  @Test
  void isOfferedBesideRev1AndSwitchedOnOnce() throws Exception {
    server.playLoggedIn(
        """
        C: a CAPABILITY
        S: * CAPABILITY IMAP4rev1 IMAP4rev2 *
        S: a OK *
        """
            + ENABLE
            + """
            C: b ENABLE IMAP4rev2 COLOUR
            S: * ENABLED
            S: b OK *
            """);
  }

  /** Appendix E, 9 to 12: LIST and CLOSED come, RECENT and UNSEEN go. */
  @Test
  void selects() throws Exception {
    server.playLoggedIn(
        ENABLE
            + """
            C: a SELECT inbox
            S: * FLAGS *
            S: * OK [PERMANENTFLAGS *
            S: * 1 EXISTS
            S: * LIST () "/" INBOX ("OLDNAME" (inbox))
            S: * OK [UIDVALIDITY *
            S: * OK [UIDNEXT 2] *
            S: * OK [MAILBOXID *
            S: * OK [HIGHESTMODSEQ *
            S: a OK [READ-WRITE] *
            C: b FETCH 1 FLAGS
            S: * 1 FETCH (FLAGS ())
            S: b OK *
            C: c EXAMINE Sent
            S: * OK [CLOSED] *
            S: * FLAGS *
            S: * OK [PERMANENTFLAGS ()] *
            S: * 0 EXISTS
            S: * LIST () "/" Sent
            S: * OK [UIDVALIDITY *
            S: * OK [UIDNEXT 1] *
            S: * OK [MAILBOXID *
            S: * OK [HIGHESTMODSEQ *
            S: c OK [READ-ONLY] *
            C: d SELECT nothing
            S: * OK [CLOSED] *
            S: d NO [NONEXISTENT] *
            C: e CLOSE
            S: e BAD *
            """);
  }

  /** Appendix E, 12 and 21: news come without RECENT and with UIDs. */
  @Test
  void tellsNewsWithUids() throws Exception {
    server.playLoggedIn(
        ENABLE
            + """
            C: a SELECT INBOX
            S~ a OK *
            = on second
            S: * OK *
            C: l LOGIN joe@b.example secret00
            S: l OK *
            C: b SELECT INBOX
            S~ b OK *
            C: c STORE 1 +FLAGS (\\Flagged)
            S: * 1 FETCH (FLAGS (\\Flagged \\Recent))
            S: c OK *
            C: d APPEND INBOX {4+}
            C: 1234
            S~ d OK *
            = on first
            C: e NOOP
            S: * 2 EXISTS
            S: * 1 FETCH (UID 1 FLAGS (\\Flagged))
            S: e OK *
            """);
  }

  /** Appendix E, 16: names in UTF-8; a client that has not asked for it sees modified UTF-7. */
  @Test
  void writesNamesInUtf8() throws Exception {
    server.playLoggedIn(
        """
        C: a CREATE "Entw&APw-rfe"
        S: a OK *
        C: b CREATE "Größe"
        S: b NO [CANNOT] *
        """
            + ENABLE
            + """
            C: c LIST "" Entw*
            S: * LIST (\\HasNoChildren) "/" "Entwürfe"
            S: c OK *
            C: d CREATE "台北/日本語 & \\"x\\""
            S: d OK *
            C: e LIST "" "台*"
            S: * LIST (\\HasChildren) "/" "台北"
            S: * LIST (\\HasNoChildren) "/" "台北/日本語 & \\"x\\""
            S: e OK *
            C: f STATUS "Entwürfe" (MESSAGES)
            S: * STATUS "Entwürfe" (MESSAGES 0)
            S: f OK *
            C: g SELECT "Entw&APw-rfe"
            S: g NO [NONEXISTENT] *
            C: h CREATE {3+}
            C+ a\\xFFb\\r\\n
            S: h NO [CANNOT] *
            C: i CREATE A&B
            S: i OK *
            C: j LIST "" A&%
            S: * LIST (\\HasNoChildren) "/" A&B
            S: j OK *
            """);
  }

  /** RFC 9051 section 6.3.9.7: what a name is called here, if a client wrote it otherwise. */
  @Test
  void tellsOldNames() throws Exception {
    server.playLoggedIn(
        ENABLE
            + """
            C: a CREATE "Entwu\u0308rfe"
            S: * LIST () "/" "Entwürfe" ("OLDNAME" ("Entwu\u0308rfe"))
            S: a OK *
            C: b RENAME "Entwürfe" Drafts2
            S: * LIST () "/" Drafts2 ("OLDNAME" ("Entwürfe"))
            S: b OK *
            C: c CREATE Plain
            S: c OK *
            C: d CREATE Plain/
            S: d NO [ALREADYEXISTS] *
            """);
  }

  /** Appendix E, 3 and 8; RFC 9051 section 7.1: HASCHILDREN. */
  @Test
  void answersWithItsCodes() throws Exception {
    server.deliver(
        "INBOX",
        "Subject: 2\n\n2\n",
        Flags.of(mailroad.mailbox.Flag.DELETED),
        java.time.Instant.EPOCH);
    server.playLoggedIn(
        ENABLE
            + """
            C: a STATUS INBOX (MESSAGES DELETED SIZE)
            S: * STATUS INBOX (MESSAGES 2 DELETED 1 SIZE 34)
            S: a OK *
            C: b SELECT INBOX
            S~ b OK *
            C: c COPY 1 Nowhere
            S: c NO [TRYCREATE] *
            C: d MOVE 1 Nowhere
            S: d NO [TRYCREATE] *
            C: e UID MOVE 1 Sent
            S: * OK [COPYUID * 1 1] *
            S: * 1 EXPUNGE
            S: e OK *
            C: f CREATE X/Y
            S: f OK *
            C: g DELETE X
            S: g OK *
            C: h DELETE X
            S: h NO [HASCHILDREN] *
            C: i UID FETCH 2 BODY.PEEK[]<4.99999999999>
            S: * 1 FETCH (UID 2 BODY[]<4> {13}
            S: ect: 2
            S:
            S: 2
            S: )
            S: i OK *
            C: j APPEND INBOX {99999999999}
            S: j NO [TOOBIG] *
            """);
  }
}
