package mailroad.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.mailbox.Flags;
import mailroad.mailbox.SessionLimits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Quotas of accounts and domains: RFC 9208; and how many sessions a user may have. */
class QuotaTest {
  private static final String ANNA = "anna@b.example";
  private static final EmailAddress JOE = EmailAddress.of("joe@b.example");

  private TestServer server;

  @BeforeEach
  void open() throws Exception {
    server =
        new TestServer(ImapConfig.DEFAULT.with(List.of("Anna@b.example"), new SessionLimits(3, 2)));
    server.account(ANNA);
    server.directory().quota(JOE, 10_240, 3);
    server.deliver("Subject: x\n\n" + "x".repeat(2_000) + "\n");
  }

  @AfterEach
  void close() throws Exception {
    server.close();
  }

  @Test
  void tellsWhatIsUsed() throws Exception {
    server.playLoggedIn(
        """
        C: a GETQUOTAROOT INBOX
        S: * QUOTAROOT INBOX joe@b.example
        S: * QUOTA joe@b.example (STORAGE 2 10 MESSAGE 1 3 MAILBOX 6 2000 ANNOTATION-STORAGE 0 1024)
        S: a OK *
        C: b GETQUOTA joe@b.example
        S: * QUOTA joe@b.example (STORAGE 2 10 MESSAGE 1 3 MAILBOX 6 2000 ANNOTATION-STORAGE 0 1024)
        S: b OK *
        C: c GETQUOTA anna@b.example
        S: c NO [NONEXISTENT] *
        C: d GETQUOTAROOT Nowhere
        S: d NO [NONEXISTENT] *
        C: e SETQUOTA joe@b.example (STORAGE 512)
        S: e NO [NOPERM] *
        C: f SETQUOTA joe@b.example (COLOUR 512)
        S: f BAD *
        C: g SELECT INBOX
        S~ g OK *
        C: h STORE 1 +FLAGS.SILENT (\\Deleted)
        S: h OK *
        C: i STATUS INBOX (DELETED DELETED-STORAGE APPENDLIMIT)
        S: * STATUS INBOX (DELETED 1 DELETED-STORAGE 2016 APPENDLIMIT 104857600)
        S: i OK *
        C: j STORE 1 -FLAGS.SILENT (\\Deleted)
        S: j OK *
        C: k STATUS INBOX (DELETED-STORAGE)
        S: * STATUS INBOX (DELETED-STORAGE 0)
        S: k OK *
        """);
  }

  @Test
  void isOverQuotaOnEachPath() throws Exception {
    server.directory().quota(JOE, 4_050, 3);
    server.deliver("Subject: y\n\n" + "y".repeat(2_000) + "\n");
    server.playLoggedIn(
        """
        C: a APPEND INBOX {40+}
        C: 12345678901234567890123456789012345678
        C:
        S: a NO [OVERQUOTA] *
        C: b SELECT INBOX
        S~ b OK *
        C: c COPY 1 Sent
        S: c NO [OVERQUOTA] *
        C: d MOVE 1 Sent
        S: * OK [COPYUID *
        S: * 1 EXPUNGE
        S: d OK *
        C: e APPEND INBOX {10}
        S: + *
        C: 12345678
        C:
        S: * 2 EXISTS
        S: * * RECENT
        S: e OK *
        C: f APPEND INBOX {9+}
        C: 123456789
        S: f NO [OVERQUOTA] *
        """);
  }

  @Test
  void administratorsSetIt() throws Exception {
    server.play(
        """
        S: * OK *
        C: l LOGIN anna@b.example secret00
        S: l OK *
        C: a SETQUOTA joe@b.example (STORAGE 512)
        S: * QUOTA joe@b.example (STORAGE 2 512 MAILBOX 6 2000 ANNOTATION-STORAGE 0 1024)
        S: a OK *
        C: b SETQUOTA @b.example (STORAGE 100 MESSAGE 2)
        S: * QUOTA @b.example (STORAGE 2 100 MESSAGE 1 2)
        S: b OK *
        C: c SETQUOTA nobody@b.example (STORAGE 1)
        S: c NO [NONEXISTENT] *
        C: d SETQUOTA joe@b.example (MAILBOX 1)
        S: d NO [CANNOT] *
        C: e GETQUOTA joe@b.example
        S: * QUOTA joe@b.example (STORAGE 2 512 *
        S: e OK *
        C: f GETQUOTAROOT INBOX
        S: * QUOTAROOT INBOX anna@b.example @b.example
        S: * QUOTA anna@b.example (STORAGE 0 10485760 MESSAGE 0 5000000 *
        S: * QUOTA @b.example (STORAGE 2 100 MESSAGE 1 2)
        S: f OK *
        """);
  }

  /** What all accounts of a domain hold together is bounded too, on every way in and across removals. */
  @Test
  void boundsDomains() throws Exception {
    server.directory().quota(new Domain("b.example"), Long.MAX_VALUE, 2);
    var inbox = server.mailboxes(ANNA).inbox();
    assertThat(server.mailboxes(ANNA).usage().fits(1)).isTrue();
    append(inbox);
    assertThat(server.mailboxes(ANNA).usage().fits(1)).isFalse();
    server.playLoggedIn(
        """
        C: a APPEND INBOX {4+}
        C: 1234
        S: a NO [OVERQUOTA] *
        """);
    assertThat(append(inbox)).isInstanceOf(mailroad.mailbox.Appended.OverQuota.class);
    server.directory().removeAccount(EmailAddress.of(ANNA));
    server.playLoggedIn(
        """
        C: a APPEND INBOX {4+}
        C: 1234
        S: a OK *
        C: b APPEND INBOX {4+}
        C: 1234
        S: b NO [OVERQUOTA] *
        """);
  }

  private static mailroad.mailbox.Appended append(mailroad.mailbox.Mailbox inbox) throws Exception {
    try (var drafting = inbox.draft()) {
      drafting.write(new byte[] {'x'}, 0, 1);
      return inbox.append(drafting.finish(Flags.NONE, java.time.Instant.EPOCH));
    }
  }

  /** Two sessions of one user from one address; others come in all the same. */
  @Test
  void boundsSessionsOfAUser() throws Exception {
    server.playLoggedIn(
        """
        = on second
        S: * OK *
        C: l LOGIN joe@b.example secret00
        S: l OK *
        = on third
        S: * OK *
        C: l LOGIN joe@b.example secret00
        S: l NO [LIMIT] *
        C: m LOGIN anna@b.example secret00
        S: m OK *
        = on fourth
        S: * OK *
        = on first
        C: o UNAUTHENTICATE
        S: o OK *
        = on fourth
        C: l LOGIN joe@b.example secret00
        S: l OK *
        """);
  }
}
