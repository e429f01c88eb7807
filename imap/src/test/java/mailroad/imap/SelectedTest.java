package mailroad.imap;

import java.time.Instant;
import mailroad.mailbox.Flag;
import mailroad.mailbox.Flags;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is done with the messages of the selected mailbox: RFC 3501 section 6.4. */
class SelectedTest {
  private TestServer server;

  @BeforeEach
  void open() throws Exception {
    server = new TestServer(ImapConfig.DEFAULT);
    server.deliver(
        "INBOX", "Subject: one\n\n1\n", Flags.of(Flag.SEEN), Instant.parse("2020-01-01T12:00:00Z"));
    server.deliver(
        "INBOX", "Subject: two\n\n22\n", Flags.NONE, Instant.parse("2021-06-15T12:00:00Z"));
    server.deliver(
        "INBOX",
        "Subject: three\n\n333\n",
        Flags.of(Flag.FLAGGED),
        Instant.parse("2022-12-31T12:00:00Z"));
  }

  @AfterEach
  void close() throws Exception {
    server.close();
  }

  @Test
  void selectsAndExamines() throws Exception {
    server.playLoggedIn(
        """
        C: a EXAMINE INBOX
        S: * FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)
        S: * OK [PERMANENTFLAGS ()] *
        S: * 3 EXISTS
        S: * 3 RECENT
        S: * OK [UNSEEN 2] *
        S: * OK [UIDVALIDITY *] *
        S: * OK [UIDNEXT 4] *
        S: * OK [MAILBOXID *
        S: * OK [HIGHESTMODSEQ *
        S: a OK [READ-ONLY] *
        C: b STORE 1 +FLAGS (\\Deleted)
        S: b NO [READ-ONLY] *
        C: c EXPUNGE
        S: c NO [READ-ONLY] *
        C: d FETCH 2 (BODY[TEXT] FLAGS)
        S: * 2 FETCH (BODY[TEXT] {4}
        S: 22
        S:  FLAGS (\\Recent))
        S: d OK *
        C: e SELECT inbox
        S: * OK [CLOSED] *
        S: * FLAGS *
        S: * OK [PERMANENTFLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft \\\\*)] *
        S: * 3 EXISTS
        S: * 3 RECENT
        S~ e OK [READ-WRITE] *
        C: f SELECT INBOX
        S: * OK [CLOSED] *
        S: * FLAGS *
        S: * OK *
        S: * 3 EXISTS
        S: * 0 RECENT
        S~ f OK *
        C: g SELECT none
        S: * OK [CLOSED] *
        S: g NO [NONEXISTENT] *
        C: h FETCH 1 FLAGS
        S: h BAD *
        """);
  }

  @Test
  void storesFlags() throws Exception {
    server.playLoggedIn(
        """
        C: a SELECT INBOX
        S~ a OK *
        C: b STORE 1:2 +FLAGS (\\Answered $Work)
        S: * FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft $Work)
        S: * OK [PERMANENTFLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft $Work \\\\*)] *
        S: * 1 FETCH (FLAGS (\\Seen \\Answered $Work \\Recent))
        S: * 2 FETCH (FLAGS (\\Answered $Work \\Recent))
        S: b OK *
        C: c STORE 1 -FLAGS.SILENT $work
        S: c OK *
        C: d FETCH 1 FLAGS
        S: * 1 FETCH (FLAGS (\\Seen \\Answered \\Recent))
        S: d OK *
        C: e UID STORE 3 FLAGS ()
        S: * 3 FETCH (UID 3 FLAGS (\\Recent))
        S: e OK *
        C: f STORE 4 FLAGS (\\Seen)
        S: f BAD *
        C: g UID STORE 4:99 FLAGS (\\Seen)
        S: g OK *
        C: h CHECK
        S: h OK *
        """);
  }

  @Test
  void expunges() throws Exception {
    server.playLoggedIn(
        """
        C: a SELECT INBOX
        S~ a OK *
        C: b STORE 1,3 +FLAGS.SILENT (\\Deleted)
        S: b OK *
        C: c UID EXPUNGE 2:3
        S: * 3 EXPUNGE
        S: c OK *
        C: d EXPUNGE
        S: * 1 EXPUNGE
        S: d OK *
        C: e FETCH 1:* UID
        S: * 1 FETCH (UID 2)
        S: e OK *
        C: f EXPUNGE
        S: f OK *
        """);
  }

  @Test
  void closesWithExpungeAndUnselectsWithout() throws Exception {
    server.playLoggedIn(
        """
        C: a SELECT INBOX
        S~ a OK *
        C: b STORE 1 +FLAGS.SILENT (\\Deleted)
        S: b OK *
        C: c UNSELECT
        S: c OK *
        C: d STATUS INBOX (MESSAGES)
        S: * STATUS INBOX (MESSAGES 3)
        S: d OK *
        C: e EXAMINE INBOX
        S~ e OK *
        C: f CLOSE
        S: f OK *
        C: g STATUS INBOX (MESSAGES)
        S: * STATUS INBOX (MESSAGES 3)
        S: g OK *
        C: h SELECT INBOX
        S~ h OK *
        C: i CLOSE
        S: i OK *
        C: j STATUS INBOX (MESSAGES)
        S: * STATUS INBOX (MESSAGES 2)
        S: j OK *
        C: k CLOSE
        S: k BAD *
        """);
  }

  @Test
  void copiesAndMoves() throws Exception {
    server.playLoggedIn(
        """
        C: a SELECT INBOX
        S~ a OK *
        C: b COPY 1,3 Archive
        S: b OK [COPYUID * 1,3 1:2] *
        C: c UID COPY 2:99 None
        S: c NO [TRYCREATE] *
        C: d UID COPY 77 Archive
        S: d OK No messages copied
        C: e COPY 7 Archive
        S: e BAD *
        C: f MOVE 1 Trash
        S: * OK [COPYUID * 1 1] *
        S: * 1 EXPUNGE
        S: f OK *
        C: g UID MOVE 1:* Trash
        S: * OK [COPYUID * 2:3 2:3] *
        S: * 1 EXPUNGE
        S: * 1 EXPUNGE
        S: g OK *
        C: h COPY 1:* Trash
        S: h OK *
        C: i SELECT Archive
        S~ i OK *
        C: j FETCH 1:* (FLAGS INTERNALDATE)
        S: * 1 FETCH (FLAGS (\\Seen*) INTERNALDATE "01-Jan-2020 12:00:00 +0000")
        S: * 2 FETCH (FLAGS (\\Flagged*) INTERNALDATE "31-Dec-2022 12:00:00 +0000")
        S: j OK *
        """);
  }

  @Test
  void copiesIntoTheSelectedMailboxItself() throws Exception {
    server.playLoggedIn(
        """
        C: a SELECT INBOX
        S~ a OK *
        C: b COPY 1 INBOX
        S: * 4 EXISTS
        S: * * RECENT
        S: b OK [COPYUID * 1 4] *
        """);
  }

  @Test
  void searches() throws Exception {
    server.playLoggedIn(
        """
        C: s SELECT INBOX
        S~ s OK *
        C: a SEARCH ALL
        S: * SEARCH 1 2 3
        S: a OK *
        C: b UID SEARCH 2:*
        S: * SEARCH 2 3
        S: b OK *
        C: c SEARCH UNSEEN NOT FLAGGED
        S: * SEARCH 2
        S: c OK *
        C: d SEARCH SINCE 15-Jun-2021
        S: * SEARCH 2 3
        S: d OK *
        C: e SEARCH BEFORE 1-Jan-2020
        S: * SEARCH
        S: e OK *
        C: f SEARCH ON "15-Jun-2021"
        S: * SEARCH 2
        S: f OK *
        C: g SEARCH SUBJECT "THREE"
        S: * SEARCH 3
        S: g OK *
        C: h SEARCH OR BODY 22 TEXT 333
        S: * SEARCH 2 3
        S: h OK *
        C: i SEARCH LARGER 19 SMALLER 23
        S: * SEARCH 2
        S: i OK *
        C: j SEARCH CHARSET x-none TEXT x
        S: j NO [BADCHARSET *
        C: k SEARCH NEW
        S: * SEARCH 2 3
        S: k OK *
        C: l SEARCH OLD
        S: * SEARCH
        S: l OK *
        C: m SEARCH UID 3:1 HEADER Subject ""
        S: * SEARCH 1 2 3
        S: m OK *
        C: n SEARCH KEYWORD none
        S: * SEARCH
        S: n OK *
        C: o SEARCH 1,3 (UNANSWERED OR SEEN FLAGGED)
        S: * SEARCH 1 3
        S: o OK *
        """);
  }

  @Test
  void searchesDecodedText() throws Exception {
    server.deliver(
        """
        From: =?utf-8?q?J=C3=BCrgen?= <j@x.example>
        Date: Fri, 21 Nov 1997 23:55:06 -0600
        Subject: =?iso-8859-1?b?R3L832U=?=
        Content-Type: multipart/mixed; boundary=b

        --b
        Content-Type: text/plain; charset=iso-8859-1
        Content-Transfer-Encoding: quoted-printable

        Vier =C4pfel und so=
        nst nichts
        --b
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: base64

        ZsO8bmYgQmlybmVu
        --b
        Content-Type: message/rfc822

        Subject: enclosed pear

        --b
        Content-Type: application/octet-stream

        hidden
        --b--
        """);
    server.playLoggedIn(
        """
        C: s SELECT INBOX
        S~ s OK *
        C: a SEARCH CHARSET UTF-8 FROM {8+}
        C: J\\xc3\\xbcRGEN
        S: a BAD *
        C: a SEARCH CHARSET UTF-8 FROM {7+}
        C: J\\xc3\\x9cRGEN
        S: * SEARCH 4
        S: a OK *
        C: b SEARCH CHARSET ISO-8859-1 SUBJECT {5+}
        C: GR\\xdc\\xdfE
        S: * SEARCH 4
        S: b OK *
        C: c SEARCH BODY sonst
        S: * SEARCH 4
        S: c OK *
        C: d SEARCH CHARSET UTF-8 BODY "f\\xc3\\xbcnf birnen"
        S: * SEARCH 4
        S: d OK *
        C: e SEARCH BODY "enclosed pear"
        S: * SEARCH 4
        S: e OK *
        C: f SEARCH TEXT hidden
        S: * SEARCH
        S: f OK *
        C: g SEARCH SENTON 21-Nov-1997
        S: * SEARCH 4
        S: g OK *
        C: h SEARCH SENTBEFORE 21-Nov-1997
        S: * SEARCH
        S: h OK *
        """);
  }
}
