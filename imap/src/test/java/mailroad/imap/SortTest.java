package mailroad.imap;

import java.time.Instant;
import mailroad.mailbox.Flags;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** SORT and THREAD: RFC 5256, RFC 5957, RFC 5267 section 3. */
class SortTest {
  private TestServer server;

  @BeforeEach
  void open() throws Exception {
    server = new TestServer(ImapConfig.DEFAULT);
  }

  @AfterEach
  void close() throws Exception {
    server.close();
  }

  private void deliver(String text) throws Exception {
    server.deliver("INBOX", text, Flags.NONE, Instant.parse("2026-11-21T10:11:12Z"));
  }

  private void letter(int minute, String subject, String more) throws Exception {
    deliver(
        "Date: Fri, 21 Nov 1997 09:%02d:00 +0000\nSubject: %s\n%s\n%d\n"
            .formatted(minute, subject, more, minute));
  }

  @Test
  void sorts() throws Exception {
    deliver(
        """
        From: "Zoe" <b@x.example>
        To: =?utf-8?q?=C3=84nne?= <t2@x.example>
        Cc: c1@x.example
        Date: Fri, 21 Nov 1997 12:00:00 +0200
        Subject: Re: [list] Banana

        1
        """);
    deliver(
        """
        From: C@x.example
        To: Group: member@x.example;
        Date: Fri, 21 Nov 1997 11:00:00 +0000
        Subject: apple

        22
        """);
    deliver(
        """
        From: =?utf-8?q?=C3=A4lter?= <a@x.example>
        To: anna <t1@x.example>
        Cc: c0@x.example
        Date: not a date
        Subject: =?utf-8?q?=C3=84pfel?=

        333
        """);
    server.playLoggedIn(
        """
        C: s SELECT INBOX
        S~ s OK *
        C: a SORT (SUBJECT) UTF-8 ALL
        S: * SORT 2 3 1
        S: a OK *
        C: b SORT (REVERSE SUBJECT) US-ASCII ALL
        S: * SORT 1 3 2
        S: b OK *
        C: c SORT (DATE) UTF-8 ALL
        S: * SORT 1 2 3
        S: c OK *
        C: d SORT (FROM) UTF-8 ALL
        S: * SORT 3 1 2
        S: d OK *
        C: e SORT (DISPLAYFROM) UTF-8 ALL
        S: * SORT 3 2 1
        S: e OK *
        C: f SORT (DISPLAYTO) UTF-8 ALL
        S: * SORT 3 1 2
        S: f OK *
        C: g SORT (CC REVERSE ARRIVAL) UTF-8 ALL
        S: * SORT 2 3 1
        S: g OK *
        C: h SORT (REVERSE SIZE) UTF-8 TEXT list
        S: * SORT 1
        S: h OK *
        C: i UID SORT RETURN (MIN MAX COUNT) (SUBJECT) UTF-8 ALL
        S: * ESEARCH (TAG "i") UID MIN 2 MAX 1 COUNT 3
        S: i OK *
        C: j UID SORT RETURN (PARTIAL 1:2) (SUBJECT) UTF-8 ALL
        S: * ESEARCH (TAG "j") UID PARTIAL (1:2 2:3)
        S: j OK *
        C: k SORT (TO) UTF-8 ALL
        S: * SORT 2 3 1
        S: k OK *
        C: l SORT (SUBJECT) ALL
        S: l BAD *
        C: m SORT (COLOUR) UTF-8 ALL
        S: m BAD *
        C: n SORT () UTF-8 ALL
        S: n BAD *
        C: o SORT (DATE) x-none ALL
        S: o NO [BADCHARSET *
        C: p SORT (ARRIVAL) UTF-8 UID 9
        S: * SORT
        S: p OK *
        """);
  }

  @Test
  void threadsByReferences() throws Exception {
    letter(1, "one", "Message-ID: <1@x>\n");
    letter(3, "Re: one", "Message-ID: <3@x>\nReferences: <1@x> <2@x>\n");
    letter(2, "Re: one", "Message-ID: <2@x>\nIn-Reply-To: <1@x> and more\n");
    letter(4, "Re: one", "Message-ID: <4@x>\nReferences: <1@x>\n");
    letter(5, "two", "Message-ID: <5@x>\nReferences: <lost@x>\n");
    letter(6, "two, again", "Message-ID: <6@x>\nReferences: <lost@x>\n");
    letter(7, "Re: ONE", "Message-ID: <7@x>\n");
    letter(8, "circle", "Message-ID: <8@x>\nReferences: <9@x>\n");
    letter(9, "circle", "Message-ID: <9@x>\nReferences: <8@x>\n");
    letter(10, "twin", "Message-ID: <10@x>\n");
    letter(11, "other twin", "Message-ID: <10@x>\n");
    server.playLoggedIn(
        """
        C: s SELECT INBOX
        S~ s OK *
        C: a THREAD REFERENCES UTF-8 ALL
        S: * THREAD (1 (3 2)(4)(7))((5)(6))(9 8)(10)(11)
        S: a OK *
        C: b UID THREAD REFERENCES UTF-8 UID 1:3
        S: * THREAD (1 3 2)
        S: b OK *
        C: c THREAD REFERENCES UTF-8 SUBJECT nothing
        S: * THREAD
        S: c OK *
        C: d THREAD GUESSING UTF-8 ALL
        S: d BAD *
        C: e THREAD REFERENCES x-none ALL
        S: e NO [BADCHARSET *
        """);
  }

  @Test
  void threadsByOrderedSubject() throws Exception {
    letter(3, "b", "");
    letter(1, "Re: a", "");
    letter(2, "A", "");
    letter(4, "Fwd: a", "");
    letter(5, "b (fwd)", "");
    letter(6, "c", "");
    server.playLoggedIn(
        """
        C: s SELECT INBOX
        S~ s OK *
        C: a THREAD ORDEREDSUBJECT UTF-8 ALL
        S: * THREAD (2 (3)(4))(1 5)(6)
        S: a OK *
        """);
  }
}
