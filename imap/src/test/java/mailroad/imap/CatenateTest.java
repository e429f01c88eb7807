package mailroad.imap;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages pieced together: RFC 4469. */
class CatenateTest {
  private TestServer server;
  private long validity;

  @BeforeEach
  void open() throws Exception {
    server = new TestServer(ImapConfig.DEFAULT);
    server.deliver(
        """
        Subject: two parts
        Content-Type: multipart/mixed; boundary=b

        --b

        first
        --b
        Content-Type: text/html

        <p>
        --b--
        """);
    validity = server.mailboxes().inbox().uidValidity();
  }

  @AfterEach
  void close() throws Exception {
    server.close();
  }

  private void play(String script) throws Exception {
    server.playLoggedIn(script.replace("#V#", Long.toString(validity)));
  }

  @Test
  void takesPiecesOfMessagesThatAreHere() throws Exception {
    play(
        """
        C: s SELECT Drafts
        S~ s OK *
        C: a APPEND Drafts (\\Draft) CATENATE (TEXT {12}
        S: + *
        C: Subject: new URL "/INBOX;UIDVALIDITY=#V#/;UID=1/;SECTION=1" TEXT {2+}
        C+ \\r\\n URL "/INBOX/;UID=1/;SECTION=HEADER/;PARTIAL=9.4" URL {37+}\\r\\n/INBOX/;UID=1/;section=2.MIME;garbage)\\r\\n
        S: a NO [BADURL "/INBOX/;UID=1/;section=2.MIME;garbage"] *
        C: b APPEND Drafts CATENATE (TEXT {14+}
        C+ Subject: new\\r\\n URL "/INBOX;UIDVALIDITY=#V#/;UID=1/;SECTION=1" TEXT {2+}\\r\\n\\r\\n URL {35+}\\r\\n/INBOX/;UID=1/;SECTION=2/;PARTIAL=1 URL "INBOX/;UID=1/;SECTION=HEADER.FIELDS%20(Subject)")\\r\\n
        S: * 1 EXISTS
        S: * 1 RECENT
        S: b OK [APPENDUID * 1] *
        C: c FETCH 1 BODY.PEEK[]
        S: * 1 FETCH (BODY[] {45}
        S: Subject: new
        S: first
        S: p>Subject: two parts
        S:
        S: )
        S: c OK *
        """);
  }

  @Test
  void takesPiecesOfTheSelectedMailbox() throws Exception {
    play(
        """
        C: s EXAMINE INBOX
        S~ s OK *
        C: a APPEND Drafts CATENATE (URL "/;UID=1/;SECTION=1" URL ";UID=1/;SECTION=2") CATENATE (URL "/inbox/;uid=1")
        S: a OK [APPENDUID * 1:2] *
        C: b SELECT Drafts
        S~ b OK *
        C: c FETCH 1:2 (RFC822.SIZE BODY.PEEK[TEXT])
        S: * 1 FETCH (RFC822.SIZE 8 BODY[TEXT] *
        S~ c OK *
        """);
  }

  @Test
  void namesTheUrlThatLeadsNowhere() throws Exception {
    play(
        """
        C: a APPEND Drafts CATENATE (URL "/None/;UID=1")
        S: a NO [BADURL "/None/;UID=1"] *
        C: b APPEND Drafts CATENATE (URL "/INBOX/;UID=9")
        S: b NO [BADURL "/INBOX/;UID=9"] *
        C: c APPEND Drafts CATENATE (URL "/INBOX;UIDVALIDITY=99/;UID=1" TEXT {2+}
        C: xx TEXT {2}
        S: c NO [BADURL "/INBOX;UIDVALIDITY=99/;UID=1"] *
        C: d APPEND Drafts CATENATE (URL "/INBOX/;UID=1/;SECTION=7")
        S: d NO [BADURL *
        C: e APPEND Drafts CATENATE (URL "imap://joe@b.example/INBOX/;UID=1")
        S: e NO [BADURL *
        C: f APPEND Drafts CATENATE (URL "/INBOX/;UID=1;URLAUTH=anonymous:internal:0")
        S: f NO [BADURL *
        C: g APPEND Drafts CATENATE (URL "]x[")
        S: g NO [BADURL "?x["] *
        C: h APPEND Drafts CATENATE ()
        S: h BAD *
        C: i APPEND Drafts CATENATE (TEXT {0+}
        C: )
        S: i NO [CANNOT] *
        C: z STATUS Drafts (MESSAGES)
        S: * STATUS Drafts (MESSAGES 0)
        S: z OK *
        """);
  }

  @Test
  void boundsTheWhole() throws Exception {
    // A8: each piece is small enough, all together are not
    String urls = " URL \"/INBOX/;UID=1\"".repeat(1_001).strip();
    play("C: a APPEND Drafts CATENATE (" + urls + ")\nS: a BAD [LIMIT] *\n");
    play(
        """
        C: a APPEND Drafts CATENATE (TEXT {60000000+}
        C/ 60000000 x
        C:  TEXT {60000000}
        S: a NO [TOOBIG] *
        """);
  }
}
