package mailroad.imap;

import java.util.List;
import mailroad.mailbox.MailboxName;
import mailroad.mailbox.Rights;
import mailroad.mailbox.SessionLimits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Annotations of mailboxes and of the server: RFC 5464, RFC 9590. */
class MetadataTest {
  private static final String ANNA = "anna@b.example";

  private TestServer server;

  @BeforeEach
  void open() throws Exception {
    server = new TestServer(ImapConfig.DEFAULT.with(List.of(ANNA), SessionLimits.DEFAULT));
    server.account(ANNA);
  }

  @AfterEach
  void close() throws Exception {
    server.close();
  }

  /** RFC 5464 section 4.4.2: only to who has said that it understands, and not of what it has set itself. */
  @Test
  void tellsWhatHasChangedToWhoWantsToKnow() throws Exception {
    server.play(
        """
        S: * OK *
        C: l LOGIN joe@b.example secret00
        S: l OK *
        C: a ENABLE METADATA
        S: * ENABLED METADATA
        S: a OK *
        C: b SELECT INBOX
        S~ b OK *
        C: c SETMETADATA INBOX (/shared/comment "mine")
        S: c OK *
        = on second
        S: * OK *
        C: l LOGIN joe@b.example secret00
        S: l OK *
        C: a SETMETADATA INBOX (/shared/comment "theirs" /private/comment "x")
        S: a OK *
        C: b SETMETADATA Sent (/shared/comment "elsewhere")
        S: b OK *
        C: c SETMETADATA "" (/private/comment "of the server")
        S: c OK *
        = on first
        C: d NOOP
        S: * METADATA "" /private/comment
        S: * METADATA INBOX /private/comment /shared/comment
        S: d OK *
        C: e NOOP
        S: e OK *
        """);
  }

  @Test
  void keepsWhatIsSet() throws Exception {
    server.playLoggedIn(
        """
        C: a SETMETADATA INBOX (/PRIVATE/comment "My own" /shared/comment {3+}
        C+ ä!)\\r\\n
        S: a OK *
        C: b GETMETADATA INBOX (/private/comment /shared/comment /shared/none)
        S: * METADATA INBOX (/private/comment "My own" /shared/comment {3}
        S: ä! /shared/none NIL)
        S: b OK *
        C: c SETMETADATA INBOX (/private/comment NIL)
        S: c OK *
        C: d GETMETADATA INBOX /private/comment
        S: * METADATA INBOX (/private/comment NIL)
        S: d OK *
        C: e SETMETADATA INBOX (/private/vendor/x/a "12345" /private/vendor/x/a/b "1234567" /private/vendor/y "")
        S: e OK *
        C: f GETMETADATA (DEPTH 1) INBOX /private/vendor/x
        S: * METADATA INBOX (/private/vendor/x/a "12345")
        S: f OK *
        C: g GETMETADATA (DEPTH infinity MAXSIZE 6) INBOX (/private/vendor)
        S: * METADATA INBOX (/private/vendor/x/a "12345" /private/vendor/y "")
        S: g OK [METADATA LONGENTRIES 7] *
        C: h GETMETADATA Nowhere /private/comment
        S: h NO [NONEXISTENT] *
        C: i SETMETADATA Nowhere (/private/comment "x")
        S: i NO [NONEXISTENT] *
        C: j SETMETADATA INBOX (/other/comment "x")
        S: j BAD *
        C: k SETMETADATA INBOX (/private//comment "x")
        S: k BAD *
        C: l SETMETADATA INBOX (/private/nul ~{3+}
        C+ a\\0b)\\r\\n
        S: l OK *
        C: m GETMETADATA INBOX /private/nul
        S: * METADATA INBOX (/private/nul ~{3}
        S: *)
        S: m OK *
        """);
  }

  @Test
  void annotatesTheServer() throws Exception {
    server.playLoggedIn(
        """
        C: a SETMETADATA "" (/private/x "mine")
        S: a OK *
        C: b SETMETADATA "" (/shared/admin "mailto:postmaster@b.example")
        S: b NO [NOPERM] *
        """
            + TestServer.as(ANNA)
            + """
            C: a SETMETADATA "" (/shared/admin "mailto:postmaster@b.example")
            S: a OK *
            C: b GETMETADATA "" (/shared/admin /private/x)
            S: * METADATA "" (/shared/admin "mailto:postmaster@b.example" /private/x NIL)
            S: b OK *
            = on first
            C: c GETMETADATA (DEPTH infinity) "" (/shared /private)
            S: * METADATA "" (/private/x "mine" /shared/admin "mailto:postmaster@b.example")
            S: c OK *
            """);
  }

  @Test
  void sharedOnesAreForThoseWithRights() throws Exception {
    server.mailboxes().create(MailboxName.of("Work"));
    var anna = server.mailboxes().grantee(ANNA).orElseThrow();
    var work = server.mailboxes().open(MailboxName.of("Work")).orElseThrow();
    work.share(anna, false, _ -> Rights.parse("lr").orElseThrow());
    server.playLoggedIn(
        """
        C: a SETMETADATA Work (/shared/comment "ours" /private/comment "mine")
        S: a OK *
        """
            + TestServer.as(ANNA)
            + """
            C: a GETMETADATA #users/joe@b.example/Work (/shared/comment /private/comment)
            S: * METADATA #users/joe@b.example/Work (/shared/comment "ours" /private/comment NIL)
            S: a OK *
            C: b SETMETADATA #users/joe@b.example/Work (/shared/comment "hers")
            S: b NO [NOPERM] *
            C: c SETMETADATA #users/joe@b.example/Work (/private/comment "hers")
            S: c OK *
            C: d SETMETADATA #users/joe@b.example/INBOX (/private/comment "hers")
            S: d NO [NONEXISTENT] *
            = on first
            C: b GETMETADATA Work /private/comment
            S: * METADATA Work (/private/comment "mine")
            S: b OK *
            """);
  }

  @Test
  void tellsThemWithNames() throws Exception {
    server.playLoggedIn(
        """
        C: a SETMETADATA Sent (/shared/vendor/cmu/color "#b71c1c")
        S: a OK *
        C: b LIST "" (Sent Trash) RETURN (METADATA (/shared/vendor/cmu/color) STATUS (MESSAGES))
        S: * LIST () "/" Sent
        S: * METADATA Sent (/shared/vendor/cmu/color "#b71c1c")
        S: * STATUS Sent (MESSAGES 0)
        S: * LIST () "/" Trash
        S: * METADATA Trash (/shared/vendor/cmu/color NIL)
        S: * STATUS Trash (MESSAGES 0)
        S: b OK *
        """);
  }

  @Test
  void boundsThem() throws Exception {
    String long1 = "x".repeat(65_537);
    String half = "x".repeat(60_000);
    StringBuilder fill = new StringBuilder();
    for (int i = 0; i < 17; i++) {
      fill.append("C: f%d SETMETADATA Sent (/private/f%d {60000+}\n".formatted(i, i));
      fill.append("C: ").append(half).append(")\n");
      fill.append("S: f%d OK *\n".formatted(i));
    }
    server.playLoggedIn(
        "C: a SETMETADATA INBOX (/private/x {65537+}\nC: "
            + long1
            + ")\nS: a NO [METADATA MAXSIZE 65536] *\n"
            + fill
            + "C: b SETMETADATA INBOX (/private/x {60000+}\nC: "
            + half
            + ")\nS: b NO [OVERQUOTA] *\n"
            + """
            C: c GETQUOTA joe@b.example
            S: * QUOTA joe@b.example (* ANNOTATION-STORAGE 997 1024)
            S: c OK *
            C: d DELETE Sent
            S: d OK *
            C: e GETQUOTA joe@b.example
            S: * QUOTA joe@b.example (* ANNOTATION-STORAGE 0 1024)
            S: e OK *
            """);
  }
}
