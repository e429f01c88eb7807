package mailroad.imap;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Names of mailboxes: RFC 3501 section 6.3. */
class NamesTest {
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
  void listsWithUsesAndChildren() throws Exception {
    server.playLoggedIn(
        """
        C: a CREATE Work/2026
        S: a OK *
        C: b LIST "" *
        S: * LIST (\\HasNoChildren \\Archive) "/" Archive
        S: * LIST (\\HasNoChildren \\Drafts) "/" Drafts
        S: * LIST (\\HasNoChildren) "/" INBOX
        S: * LIST (\\HasNoChildren \\Junk) "/" Junk
        S: * LIST (\\HasNoChildren \\Sent) "/" Sent
        S: * LIST (\\HasNoChildren \\Trash) "/" Trash
        S: * LIST (\\HasChildren) "/" Work
        S: * LIST (\\HasNoChildren) "/" Work/2026
        S: b OK *
        C: c LIST "" Work/%
        S: * LIST (\\HasNoChildren) "/" Work/2026
        S: c OK *
        C: d LIST Work/ %
        S: * LIST (\\HasNoChildren) "/" Work/2026
        S: d OK *
        C: e LIST "" ""
        S: * LIST (\\Noselect) "/" ""
        S: e OK *
        C: f LIST "" inb%
        S: * LIST (\\HasNoChildren) "/" INBOX
        S: f OK *
        C: g NAMESPACE
        S: * NAMESPACE (("" "/")) (("#users/" "/")) (("#shared/" "/"))
        S: g OK *
        """);
  }

  @Test
  void createsRenamesAndDeletes() throws Exception {
    server.playLoggedIn(
        """
        C: a CREATE A/
        S: a OK *
        C: b CREATE A
        S: b NO [ALREADYEXISTS] *
        C: c CREATE inbox
        S: c NO [ALREADYEXISTS] *
        C: d RENAME A B/C
        S: d OK *
        C: e RENAME A X
        S: e NO [NONEXISTENT] *
        C: f DELETE B
        S: f OK *
        C: g LIST "" B*
        S: * LIST (\\Noselect \\HasChildren) "/" B
        S: * LIST (\\HasNoChildren) "/" B/C
        S: g OK *
        C: h SELECT B
        S: h NO [NONEXISTENT] *
        C: i DELETE B
        S: i NO [HASCHILDREN] *
        C: j DELETE B/C
        S: j OK *
        C: k DELETE INBOX
        S: k NO [CANNOT] *
        C: l DELETE nothing
        S: l NO [NONEXISTENT] *
        C: m CREATE "Spam 2" (USE (\\Junk))
        S: m NO [ALREADYEXISTS] *
        C: n DELETE Junk
        S: n OK *
        C: o CREATE "Spam 2" (USE (\\Junk))
        S: o OK *
        C: p LIST "" S*
        S: * LIST (\\HasNoChildren \\Sent) "/" Sent
        S: * LIST (\\HasNoChildren \\Junk) "/" "Spam 2"
        S: p OK *
        C: q CREATE x (USE (\\Colour))
        S: q NO [USEATTR] *
        """);
  }

  @Test
  void renamesInboxByEmptyingIt() throws Exception {
    server.deliver("Subject: x\n\nx\n");
    server.playLoggedIn(
        """
        C: a RENAME INBOX Old
        S: a OK *
        C: b STATUS INBOX (MESSAGES)
        S: * STATUS INBOX (MESSAGES 0)
        S: b OK *
        C: c STATUS Old (MESSAGES RECENT UNSEEN UIDNEXT UIDVALIDITY SIZE)
        S: * STATUS Old (MESSAGES 1 RECENT * UNSEEN 1 UIDNEXT 2 UIDVALIDITY * SIZE 17)
        S: c OK *
        C: d STATUS none (MESSAGES)
        S: d NO [NONEXISTENT] *
        """);
  }

  @Test
  void namesAreTextAndNoPaths() throws Exception {
    // A8: names with .., NUL, bad UTF-7
    server.playLoggedIn(
        """
        C: a CREATE "../../etc/passwd"
        S: a OK *
        C: b LIST "" "../*"
        S: * LIST (\\HasChildren) "/" ../..
        S: * LIST (\\HasChildren) "/" ../../etc
        S: * LIST (\\HasNoChildren) "/" ../../etc/passwd
        S: b OK *
        C: c CREATE &AOQ
        S: c NO [CANNOT] *
        C: d CREATE a//b
        S: d NO [CANNOT] *
        C: e CREATE {3+}
        C+ a\\0b\\r\\n
        S: e BAD *
        C: f CREATE &AAA-
        S: f NO [CANNOT] *
        C: g CREATE #news
        S: g NO [CANNOT] *
        C: h CREATE "T&-our &ZeVnLIqe-"
        S: h OK *
        C: i LIST "" "T&-*"
        S: * LIST (\\HasNoChildren) "/" "T&-our &ZeVnLIqe-"
        S: i OK *
        C: j SELECT "T&-our &ZeVnLIqe-"
        S~ j OK *
        C: k SELECT "T&-our &ZeV-"
        S: * OK [CLOSED] *
        S: k NO [NONEXISTENT] *
        C: l LIST "" *%*%*%*%*%*%*%*%*%*%*%*%*%*%*%*%*%*%*%*%*%*%*%*%q
        S: l OK *
        """);
  }

  @Test
  void subscribes() throws Exception {
    server.playLoggedIn(
        """
        C: a0 UNSUBSCRIBE nothing
        S: a0 OK *
        C: a LSUB "" *
        S~ a OK *
        C: b SUBSCRIBE Foo/Bar
        S: b OK *
        C: c LSUB "" F*
        S: * LSUB () "/" Foo/Bar
        S: c OK *
        C: d LSUB "" F%
        S: * LSUB (\\Noselect) "/" Foo
        S: d OK *
        C: e UNSUBSCRIBE Foo/Bar
        S: e OK *
        C: f LSUB "" F*
        S: f OK *
        C: g ENABLE X-NONE
        S: * ENABLED
        S: g OK *
        """);
  }
}
