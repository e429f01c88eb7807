package mailroad.imap;

import mailroad.mailbox.Flag;
import mailroad.mailbox.FlagChange;
import mailroad.mailbox.Flags;
import mailroad.mailbox.MailboxConfig;
import mailroad.mailbox.UidSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whoever comes back learns what has happened meanwhile, and nothing else: RFC 7162 section 3.2. */
class QresyncTest {
  private TestServer server;

  /** Six messages, of the modseqs 2 to 7, and INBOX with the UIDVALIDITY that is given. */
  private long open(MailboxConfig config) throws Exception {
    server = new TestServer(ImapConfig.DEFAULT, config, 0, TestServer.Function.PLAIN);
    for (int i = 1; i <= 6; i++) {
      server.deliver("Subject: " + i + "\n\n" + i + "\n");
    }
    return server.mailboxes().inbox().uidValidity();
  }

  private static MailboxConfig remembering(int entries) {
    return MailboxConfig.DEFAULT.withLogEntriesMin(entries);
  }

  @AfterEach
  void close() throws Exception {
    server.close();
  }

  private static final String CHANGE =
      """
      C: x SELECT INBOX
      S~ x OK *
      C: x UID STORE 2,5 +FLAGS.SILENT (\\Deleted)
      S: x OK *
      C: x EXPUNGE
      S: * 2 EXPUNGE
      S: * 4 EXPUNGE
      S: x OK *
      C: x UID STORE 3 +FLAGS.SILENT (\\Flagged)
      S: x OK *
      """;

  private static final String SELECTED =
      """
      S: * FLAGS *
      S: * OK [PERMANENTFLAGS *
      S: * 4 EXISTS
      S: * 0 RECENT
      S: * OK [UNSEEN 1] *
      S: * OK [UIDVALIDITY *
      S: * OK [UIDNEXT 7] *
      S: * OK [MAILBOXID *
      S: * OK [HIGHESTMODSEQ 10] *
      """;

  @Test
  void tellsWhatHasChangedAndWhatHasVanishedSince() throws Exception {
    long validity = open(MailboxConfig.DEFAULT);
    server.playLoggedIn(CHANGE);
    server.playLoggedIn(
        """
        C: a ENABLE QRESYNC
        S: * ENABLED QRESYNC
        S: a OK *
        C: b SELECT INBOX (QRESYNC (%1$d 7))
        %2$sS: * VANISHED (EARLIER) 2,5
        S: * 2 FETCH (UID 3 FLAGS (\\Flagged) MODSEQ (10))
        S: b OK [READ-WRITE] *
        C: c EXAMINE INBOX (QRESYNC (%1$d 7 1:4))
        S: * OK [CLOSED] *
        %2$sS: * VANISHED (EARLIER) 2
        S: * 2 FETCH (UID 3 FLAGS (\\Flagged) MODSEQ (10))
        S: c OK [READ-ONLY] *
        C: d SELECT INBOX (QRESYNC (%1$d 10))
        S: * OK [CLOSED] *
        %2$sS: d OK *
        C: e SELECT INBOX (QRESYNC (%1$d 9 1,2,5,6 (1,3,5 1,3,5)))
        S: * OK [CLOSED] *
        %2$sS: e OK *
        """
            .formatted(validity, SELECTED));
  }

  @Test
  void tellsNothingOfAMailboxThatIsAnotherOne() throws Exception {
    long validity = open(MailboxConfig.DEFAULT);
    server.playLoggedIn(CHANGE);
    server.playLoggedIn(
        """
        C: a ENABLE QRESYNC
        S~ a OK *
        C: b SELECT INBOX (QRESYNC (%d 7 1:6))
        %sS: b OK *
        """
            .formatted(validity + 1, SELECTED));
  }

  @Test
  void isToBeEnabledFirst() throws Exception {
    long validity = open(MailboxConfig.DEFAULT);
    server.playLoggedIn(
        """
        C: a SELECT INBOX
        S~ a OK *
        C: b SELECT INBOX (QRESYNC (%1$d 7))
        S: b BAD *
        C: c FETCH 1 UID
        S: * 1 FETCH (UID 1)
        S: c OK *
        C: d ENABLE QRESYNC
        S: * ENABLED QRESYNC
        S: * OK [HIGHESTMODSEQ 7] *
        S: d OK *
        C: e SELECT INBOX (QRESYNC (%1$d 7 1:*))
        S: e BAD *
        C: f SELECT INBOX (QRESYNC (%1$d))
        S: f BAD *
        C: g SELECT INBOX (QRESYNC (%1$d 1 (1 1 1)))
        S: g BAD *
        C: h SELECT INBOX (QRESYNC (%1$d 7 (1,6 1,6)) CONDSTORE)
        S~ h OK *
        """
            .formatted(validity));
  }

  @Test
  void tellsVanishedInThePlaceOfExpunge() throws Exception {
    open(MailboxConfig.DEFAULT);
    server.play(
        """
        S: * OK *
        C: l LOGIN joe@b.example secret00
        S: l OK *
        C: s ENABLE QRESYNC
        S~ s OK *
        C: s SELECT INBOX
        S~ s OK *
        = on second
        S: * OK *
        C: l LOGIN joe@b.example secret00
        S: l OK *
        %s
        = on first
        C: a FETCH 2 UID
        S: * 2 FETCH (UID 2)
        S: * 3 FETCH (UID 3 FLAGS (\\Flagged \\Recent) MODSEQ (10))
        S: a OK *
        C: b NOOP
        S: * VANISHED 2,5
        S: b OK *
        C: c UID FETCH 1:6 (FLAGS) (CHANGEDSINCE 7 VANISHED)
        S: * VANISHED (EARLIER) 2,5
        S: * 2 FETCH (UID 3 FLAGS (\\Flagged \\Recent) MODSEQ (10))
        S: c OK *
        C: d STORE 4 +FLAGS.SILENT (\\Deleted)
        S: * 4 FETCH (UID 6 MODSEQ (11))
        S: d OK *
        C: e UID EXPUNGE 1:*
        S: * VANISHED 6
        S: e OK [HIGHESTMODSEQ 12] *
        C: f CREATE There
        S: f OK *
        C: g UID MOVE 3:4 There
        S: * OK [COPYUID * 3:4 1:2] *
        S: * VANISHED 3:4
        S: g OK [HIGHESTMODSEQ 13] *
        = on second
        C: h IDLE
        S: * 2 EXPUNGE
        S: * 2 EXPUNGE
        S: * 2 EXPUNGE
        S: + *
        C: DONE
        S: h OK *
        """
            .formatted(CHANGE));
  }

  /** RFC 7162 section 3.2.5: what is no longer remembered may be told as gone, as long as it is not there. */
  @Test
  void tellsAllThatIsNotThereBeyondWhatTheLogRemembers() throws Exception {
    long validity = open(remembering(2));
    server.playLoggedIn(CHANGE);
    for (int i = 0; i < 150; i++) {
      store(FlagChange.add(Flags.of(Flag.SEEN)));
      store(FlagChange.remove(Flags.of(Flag.SEEN)));
    }
    server.playLoggedIn(
        """
        C: a ENABLE QRESYNC
        S~ a OK *
        C: b SELECT INBOX (QRESYNC (%1$d 9 1:6))
        S~ * VANISHED (EARLIER) 2,5
        S: * 2 FETCH (UID 3 *
        S: * 3 FETCH (UID 4 *
        S: b OK *
        C: c SELECT INBOX (QRESYNC (%1$d 9 2:6 (1,2 1,3)))
        S~ * VANISHED (EARLIER) 5
        S: * 2 FETCH (UID 3 *
        S: * 3 FETCH (UID 4 *
        S: c OK *
        C: d SELECT INBOX (QRESYNC (%1$d 310 1:6))
        S~ * OK [HIGHESTMODSEQ 310] *
        S: d OK *
        """
            .formatted(validity));
  }

  private void store(FlagChange change) throws Exception {
    server.mailboxes().inbox().store(UidSet.of(4), change);
  }
}
