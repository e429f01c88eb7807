package mailroad.imap;

import static org.assertj.core.api.Assertions.assertThat;

import mailroad.kernel.EmailAddress;
import mailroad.mailbox.Flag;
import mailroad.mailbox.Flags;
import mailroad.mailbox.MailboxName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mailboxes that are shared: RFC 4314, RFC 2342, RFC 8440. What each right allows: {@link RightsTest}. */
class AclTest {
  private static final String ANNA = "anna@b.example";

  private TestServer server;

  @BeforeEach
  void open() throws Exception {
    server = new TestServer(ImapConfig.DEFAULT);
    server.account(ANNA);
    server.mailboxes().create(MailboxName.of("Work"));
    server.deliver("Work", "Subject: 1\n\n1\n", Flags.of(Flag.FLAGGED), java.time.Instant.EPOCH);
  }

  @AfterEach
  void close() throws Exception {
    server.close();
  }

  @Test
  void givesAndTakesRights() throws Exception {
    server.playLoggedIn(
        """
        C: a GETACL Work
        S: * ACL Work joe@b.example lrswipkxteacd
        S: a OK *
        C: b SETACL Work ANNA@b.example lrs
        S: b OK *
        C: c SETACL Work @b.example l
        S: c OK *
        C: d SETACL Work -anna@b.example s
        S: d OK *
        C: e GETACL Work
        S: * ACL Work joe@b.example lrswipkxteacd anna@b.example lrs @b.example l -anna@b.example s
        S: e OK *
        C: f SETACL Work anna@b.example +wid
        S: f OK *
        C: g SETACL Work anna@b.example -l
        S: g OK *
        C: h DELETEACL Work -anna@b.example
        S: h OK *
        C: i DELETEACL Work @b.example
        S: i OK *
        C: j GETACL Work
        S: * ACL Work joe@b.example lrswipkxteacd anna@b.example rswixted
        S: j OK *
        C: k MYRIGHTS Work
        S: * MYRIGHTS Work lrswipkxteacd
        S: k OK *
        C: l LISTRIGHTS Work anna@b.example
        S: * LISTRIGHTS Work anna@b.example "" l r s w i p k x t e a c d
        S: l OK *
        C: m LISTRIGHTS Work joe@b.example
        S: * LISTRIGHTS Work joe@b.example lrswipkxteacd
        S: m OK *
        C: n SETACL Work joe@b.example lr
        S: n NO [CANNOT] *
        C: o SETACL Work nobody@b.example lr
        S: o NO [CANNOT] *
        C: p SETACL Work anna@b.example lrz
        S: p BAD *
        C: q SETACL Nowhere anna@b.example lr
        S: q NO [NONEXISTENT] *
        C: r SETACL Work anyone lr
        S: r NO [CANNOT] *
        C: s SETACL Work anna@b.example ""
        S: s OK *
        C: t GETACL Work
        S: * ACL Work joe@b.example lrswipkxteacd
        S: t OK *
        """);
  }

  @Test
  void showsThemToWhoMaySeeThem() throws Exception {
    server.playLoggedIn(
        """
        C: a CREATE Work/Deep/Down
        S: a OK *
        C: b SETACL Work/Deep/Down anna@b.example lr
        S: b OK *
        C: c SETACL Work anna@b.example lrsw
        S: c OK *
        """
            + TestServer.as(ANNA)
            + """
            C: a NAMESPACE
            S: * NAMESPACE (("" "/")) (("#users/" "/")) (("#shared/" "/"))
            S: a OK *
            C: b LIST "" W*
            S: b OK *
            C: c LIST "#users/" *
            S: * LIST (\\Noselect \\HasChildren) "/" #users/joe@b.example
            S: * LIST (\\HasChildren) "/" #users/joe@b.example/Work
            S: * LIST (\\Noselect \\HasChildren) "/" #users/joe@b.example/Work/Deep
            S: * LIST (\\HasNoChildren) "/" #users/joe@b.example/Work/Deep/Down
            S: c OK *
            C: d LIST "" "#users/%/%" RETURN (MYRIGHTS STATUS (MESSAGES))
            S: * LIST () "/" #users/joe@b.example/Work
            S: * MYRIGHTS #users/joe@b.example/Work lrsw
            S: * STATUS #users/joe@b.example/Work (MESSAGES 1)
            S: d OK *
            C: e SUBSCRIBE #users/joe@b.example/Work
            S: e OK *
            C: f LSUB "" #*
            S: * LSUB () "/" #users/joe@b.example/Work
            S: f OK *
            C: g LIST (SUBSCRIBED) "" (INBOX #users*) RETURN (CHILDREN)
            S: * LIST (\\HasChildren \\Subscribed) "/" #users/joe@b.example/Work
            S: * LIST (\\HasNoChildren \\Subscribed) "/" INBOX
            S: g OK *
            C: h MYRIGHTS #users/JOE@b.example/Work
            S: * MYRIGHTS #users/joe@b.example/Work lrsw
            S: h OK *
            """);
  }

  /** RFC 4314 section 6: what is not shared cannot be told from what is not there. */
  @Test
  void tellsNothingOfTheOthers() throws Exception {
    server.playLoggedIn(
        TestServer.as(ANNA)
            + """
            C: a SELECT #users/joe@b.example/Work
            S: a NO [NONEXISTENT] There is no such mailbox
            C: b SELECT #users/nobody@b.example/Work
            S: b NO [NONEXISTENT] There is no such mailbox
            C: c MYRIGHTS #users/joe@b.example/Work
            S: c NO [NONEXISTENT] There is no such mailbox
            C: d DELETE #users/joe@b.example/Work
            S: d NO [NONEXISTENT] *
            C: e RENAME #users/joe@b.example/Work #users/joe@b.example/X
            S: e NO [NONEXISTENT] *
            C: f CREATE #users/joe@b.example/Work/x
            S: f NO [NOPERM] *
            C: g CREATE #users/nobody@b.example/Work/x
            S: g NO [NOPERM] *
            C: h APPEND #users/joe@b.example/Work {4+}
            C: 1234
            S: h NO [TRYCREATE] *
            C: i GETACL #users/joe@b.example/Work
            S: i NO [NONEXISTENT] *
            C: j SELECT #users/anna@b.example/INBOX
            S: j NO [NONEXISTENT] *
            C: k SELECT #users/joe@b.example
            S: k NO [NONEXISTENT] *
            C: m RENAME Archive #users/joe@b.example/Archive
            S: m NO [CANNOT] *
            C: n LIST "" #users/*
            S: n OK *
            """);
  }

  @Test
  void sharedMessagesAreOneForAll() throws Exception {
    server.playLoggedIn(
        """
        C: a SETACL Work anna@b.example lrsi
        S: a OK *
        C: b SELECT Work
        S~ b OK *
        """
            + TestServer.as(ANNA)
            + """
            C: a SELECT #users/joe@b.example/Work
            S: * FLAGS *
            S: * OK [PERMANENTFLAGS (\\Seen)] *
            S~ a OK [READ-WRITE] *
            C: b FETCH 1 BODY[TEXT]
            S: * 1 FETCH (FLAGS (\\Seen \\Flagged) BODY[TEXT] {3}
            S: 1
            S: )
            S: b OK *
            C: c STORE 1 FLAGS (\\Answered)
            S: * 1 FETCH (FLAGS (\\Flagged))
            S: c OK *
            C: d STORE 1 +FLAGS (\\Answered)
            S: d NO [NOPERM] *
            C: e APPEND #users/joe@b.example/Work (\\Seen \\Flagged $x) {4+}
            C: 1234
            S: * 2 EXISTS
            S: * * RECENT
            S: e OK *
            C: f FETCH 2 FLAGS
            S: * 2 FETCH (FLAGS (\\Seen*))
            S: f OK *
            C: g EXPUNGE
            S: g NO [NOPERM] *
            C: h MOVE 1 INBOX
            S: h NO [NOPERM] *
            C: i COPY 1 INBOX
            S: i OK [COPYUID *
            C: j SELECT INBOX
            S~ j OK *
            C: k MOVE 1 #users/joe@b.example/Work
            S: * OK [COPYUID *
            S: * 1 EXPUNGE
            S: k OK *
            = on first
            C: c NOOP
            S: * 3 EXISTS
            S~ c OK *
            """);
    // what came in is the owner's to pay, what went out no more the other's
    assertThat(server.mailboxes(ANNA).usage().messages()).isZero();
    assertThat(server.mailboxes(ANNA).usage().octets()).isZero();
    assertThat(server.mailboxes().usage().messages()).isEqualTo(3);
  }

  @Test
  void rightsThatAreTakenEndAtOnce() throws Exception {
    server.playLoggedIn(
        """
        C: a SETACL Work anna@b.example lrswite
        S: a OK *
        """
            + TestServer.as(ANNA)
            + """
            C: a SELECT #users/joe@b.example/Work
            S~ a OK [READ-WRITE] *
            = on first
            C: b DELETEACL Work anna@b.example
            S: b OK *
            = on anna
            C: b FETCH 1 BODY.PEEK[TEXT]
            S: b NO *
            C: c STORE 1 +FLAGS (\\Deleted)
            S: c NO *
            C: n NOOP
            S: * 1 EXPUNGE
            S: n OK *
            C: d SELECT #users/joe@b.example/Work
            S~ d NO [NONEXISTENT] *
            """);
  }

  @Test
  void newMailboxesAreSharedAsTheOnesAboveThemAndKeepItWhenRenamed() throws Exception {
    server.playLoggedIn(
        """
        C: a SETACL Work anna@b.example lrkx
        S: a OK *
        C: b CREATE Work/A/B
        S: b OK *
        C: c GETACL Work/A/B
        S: * ACL Work/A/B joe@b.example lrswipkxteacd anna@b.example lrkxcd
        S: c OK *
        C: d RENAME Work/A/B Private
        S: d OK *
        C: e GETACL Private
        S: * ACL Private joe@b.example lrswipkxteacd anna@b.example lrkxcd
        S: e OK *
        """
            + TestServer.as(ANNA)
            + """
            C: a CREATE #users/joe@b.example/Work/New
            S: a OK *
            C: b RENAME #users/joe@b.example/Work/New #users/joe@b.example/Work/Newer
            S: b OK *
            C: c DELETE #users/joe@b.example/Work/Newer
            S: c OK *
            C: d CREATE #users/joe@b.example/Root
            S: d NO [NOPERM] *
            = on first
            C: f LIST "" *
            S: * LIST * Archive
            S: * LIST * Drafts
            S: * LIST * INBOX
            S: * LIST * Junk
            S: * LIST * Private
            S: * LIST * Sent
            S: * LIST * Trash
            S: * LIST * Work
            S: * LIST * Work/A
            S: f OK *
            """);
  }

  @Test
  void thereAreMailboxesThatAreNobodysOwn() throws Exception {
    server.directory().addSharedAccount(EmailAddress.of("sales@b.example"));
    var sales = server.mailboxes("sales@b.example").inbox();
    var joe = server.mailboxes().grantee("joe@b.example").orElseThrow();
    sales.share(joe, false, rights -> mailroad.mailbox.Rights.ALL);
    server.play(
        """
        S: * OK *
        C: a LOGIN sales@b.example ""
        S: a NO [AUTHENTICATIONFAILED] *
        C: b LOGIN sales@b.example secret00
        S: b NO [AUTHENTICATIONFAILED] *
        C: c LOGIN joe@b.example secret00
        S: c OK *
        C: d LIST "" #shared/*
        S: * LIST * #shared/sales@b.example
        S: * LIST (\\HasNoChildren) "/" #shared/sales@b.example/INBOX
        S: d OK *
        C: e SETACL #shared/sales@b.example/INBOX anna@b.example lr
        S: e OK *
        C: f SELECT #users/sales@b.example/INBOX
        S: f NO [NONEXISTENT] *
        C: g SELECT #shared/sales@b.example/INBOX
        S~ g OK [READ-WRITE] *
        """
            + TestServer.as(ANNA)
            + """
            C: a SELECT #shared/sales@b.example/INBOX
            S~ a OK [READ-ONLY] *
            """);
  }

  @Test
  void whoLeavesLeavesNoRightsBehind() throws Exception {
    server.playLoggedIn(
        """
        C: a SETACL Work anna@b.example lr
        S: a OK *
        """);
    server.directory().removeAccount(EmailAddress.of(ANNA));
    server.account(ANNA);
    server.playLoggedIn(
        """
        C: a GETACL Work
        S: * ACL Work joe@b.example lrswipkxteacd
        S: a OK *
        """
            + TestServer.as(ANNA)
            + """
            C: a LIST "" #*
            S: a OK *
            C: b SELECT #users/joe@b.example/Work
            S: b NO [NONEXISTENT] *
            = on first
            C: b SETACL Work anna@b.example lr
            S: b OK *
            C: c DELETE Work
            S: c OK *
            = on anna
            C: c LIST "" #*
            S: c OK *
            """);
  }
}
