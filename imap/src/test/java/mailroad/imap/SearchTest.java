package mailroad.imap;

import java.time.Instant;
import mailroad.mailbox.Flag;
import mailroad.mailbox.Flags;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Searches that say what they want to be told: RFC 4731, RFC 5182, RFC 5032, RFC 5267, RFC 6203, RFC 7377, RFC 9394. */
class SearchTest {
  private TestServer server;

  @BeforeEach
  void open() throws Exception {
    server = new TestServer(ImapConfig.DEFAULT);
    deliver("INBOX", "apples", Flags.of(Flag.SEEN), "2020-01-01T12:00:00Z");
    deliver("INBOX", "pears", Flags.NONE, "2021-06-15T12:00:00Z");
    deliver("INBOX", "green apples", Flags.of(Flag.FLAGGED), "2022-12-31T12:00:00Z");
    deliver("INBOX", "plums", Flags.NONE, "2023-01-01T12:00:00Z");
    deliver("INBOX", "apples again", Flags.NONE, "2024-01-01T12:00:00Z");
  }

  @AfterEach
  void close() throws Exception {
    server.close();
  }

  private void deliver(String mailbox, String subject, Flags flags, String date) throws Exception {
    server.deliver(
        mailbox, "Subject: " + subject + "\n\nof " + subject + "\n", flags, Instant.parse(date));
  }

  private void plays(String script) throws Exception {
    server.playLoggedIn("C: s SELECT INBOX\nS~ s OK *\nC: s EXPUNGE\nS~ s OK *\n" + script);
  }

  @Test
  void tellsWhatIsAskedFor() throws Exception {
    plays(
        """
        C: a SEARCH RETURN (MIN COUNT) SUBJECT apples
        S: * ESEARCH (TAG "a") MIN 1 COUNT 3
        S: a OK *
        C: b SEARCH RETURN () UNSEEN
        S: * ESEARCH (TAG "b") ALL 2:5
        S: b OK *
        C: c UID SEARCH RETURN (MAX ALL) SUBJECT apples
        S: * ESEARCH (TAG "c") UID MAX 5 ALL 1,3,5
        S: c OK *
        C: d SEARCH RETURN (MIN MAX ALL COUNT) SUBJECT cherries
        S: * ESEARCH (TAG "d") COUNT 0
        S: d OK *
        C: e SEARCH RETURN (MIN CHERRIES) ALL
        S: e BAD *
        C: f SEARCH RETURN (COUNT) CHARSET UTF-8 ALL
        S: * ESEARCH (TAG "f") COUNT 5
        S: f OK *
        C: g SEARCH SUBJECT apples
        S: * SEARCH 1 3 5
        S: g OK *
        """);
  }

  @Test
  void tellsModSeqsOfWhatItTells() throws Exception {
    plays(
        """
        C: a UID STORE 3 +FLAGS.SILENT (\\\\Answered)
        S: a OK *
        C: b SEARCH MODSEQ 1
        S: * OK [HIGHESTMODSEQ *
        S: * SEARCH 1 2 3 4 5 (MODSEQ *)
        S: b OK *
        C: c SEARCH RETURN (MIN) MODSEQ "/flags/\\\\\\\\seen" all 1 SUBJECT green
        S: * ESEARCH (TAG "c") MIN 3 MODSEQ *
        S: c OK *
        C: d SEARCH RETURN (COUNT) MODSEQ 9223372036854775807
        S: * ESEARCH (TAG "d") COUNT 0
        S: d OK *
        """);
  }

  @Test
  void keepsWhatItFound() throws Exception {
    plays(
        """
        C: a FETCH $ UID
        S: a OK *
        C: b SEARCH RETURN (SAVE) SUBJECT apples
        S: b OK *
        C: c FETCH $ UID
        S: * 1 FETCH (UID 1)
        S: * 3 FETCH (UID 3)
        S: * 5 FETCH (UID 5)
        S: c OK *
        C: d SEARCH $ UNSEEN
        S: * SEARCH 3 5
        S: d OK *
        C: e UID SEARCH RETURN (SAVE MIN) $ UNSEEN
        S: * ESEARCH (TAG "e") UID MIN 3
        S: e OK *
        C: f UID STORE $ +FLAGS.SILENT (\\\\Deleted)
        S: f OK *
        C: g UID EXPUNGE $
        S: * 3 EXPUNGE
        S: g OK *
        C: h UID SEARCH UID $
        S: * SEARCH
        S: h OK *
        C: i UID SEARCH RETURN (SAVE COUNT MAX) ALL
        S: * ESEARCH (TAG "i") UID MAX 5 COUNT 4
        S: i OK *
        C: j COPY $ Archive
        S: j OK [COPYUID * 1:2,4:5 1:4] *
        C: k SEARCH RETURN (SAVE) CHARSET x-none TEXT x
        S: k NO [BADCHARSET *
        C: l FETCH $ UID
        S: l OK *
        C: m SEARCH RETURN (SAVE PARTIAL 1:2) ALL
        S: * ESEARCH (TAG "m") PARTIAL (1:2 1:2)
        S: m OK *
        C: n MOVE $ Trash
        S: * OK [COPYUID * 1:2 1:2] *
        S: * 1 EXPUNGE
        S: * 1 EXPUNGE
        S: n OK *
        """);
  }

  @Test
  void findsByAge() throws Exception {
    server.deliver("INBOX", "Subject: new\n\n", Flags.NONE, server.world().now());
    plays(
        """
        C: a SEARCH YOUNGER 3600
        S: * SEARCH 6
        S: a OK *
        C: b SEARCH OLDER 3600
        S: * SEARCH 1 2 3 4 5
        S: b OK *
        C: c SEARCH YOUNGER 0
        S: c BAD *
        C: d SEARCH OLDER 4294967295
        S: * SEARCH
        S: d OK *
        """);
  }

  @Test
  void tellsPartsOfResults() throws Exception {
    plays(
        """
        C: a UID SEARCH RETURN (PARTIAL 1:2) SUBJECT apples
        S: * ESEARCH (TAG "a") UID PARTIAL (1:2 1,3)
        S: a OK *
        C: b UID SEARCH RETURN (PARTIAL 3:2 COUNT) SUBJECT apples
        S: * ESEARCH (TAG "b") UID COUNT 3 PARTIAL (2:3 3,5)
        S: b OK *
        C: c UID SEARCH RETURN (PARTIAL -1:-2) SUBJECT apples
        S: * ESEARCH (TAG "c") UID PARTIAL (-1:-2 3,5)
        S: c OK *
        C: d UID SEARCH RETURN (PARTIAL 7:9) ALL
        S: * ESEARCH (TAG "d") UID PARTIAL (7:9 NIL)
        S: d OK *
        C: e UID SEARCH RETURN (PARTIAL -7:-9) ALL
        S: * ESEARCH (TAG "e") UID PARTIAL (-7:-9 NIL)
        S: e OK *
        C: f SEARCH RETURN (PARTIAL 1:2 ALL) ALL
        S: f BAD *
        C: g SEARCH RETURN (PARTIAL 1:2 PARTIAL 3:4) ALL
        S: g BAD *
        C: h SEARCH RETURN (PARTIAL 0:2) ALL
        S: h BAD *
        C: i SEARCH RETURN (PARTIAL -1:2) ALL
        S: i BAD *
        C: j SEARCH RETURN (PARTIAL -4:-9) ALL
        S: * ESEARCH (TAG "j") PARTIAL (-4:-9 1:2)
        S: j OK *
        C: k UID FETCH 1:* (UID) (PARTIAL -1:-2)
        S: * 4 FETCH (UID 4)
        S: * 5 FETCH (UID 5)
        S: k OK *
        C: l UID FETCH 2:5 (UID) (PARTIAL 2:2)
        S: * 3 FETCH (UID 3)
        S: l OK *
        C: m FETCH 1:* (UID) (PARTIAL 1:2)
        S: m BAD *
        """);
  }

  @Test
  void findsWhatIsLike() throws Exception {
    plays(
        """
        C: a SEARCH RETURN (ALL RELEVANCY) FUZZY SUBJECT "aples"
        S: * ESEARCH (TAG "a") ALL 1,3,5 RELEVANCY (60 60 60)
        S: a OK *
        C: b SEARCH SUBJECT aples
        S: * SEARCH
        S: b OK *
        C: c SEARCH FUZZY (SUBJECT "apple greeen")
        S: * SEARCH 3
        S: c OK *
        C: d SEARCH RETURN (ALL RELEVANCY) UNSEEN FUZZY BODY "pears"
        S: * ESEARCH (TAG "d") ALL 2 RELEVANCY (100)
        S: d OK *
        C: e SEARCH FUZZY FLAGGED FUZZY TEXT "of green"
        S: * SEARCH 3
        S: e OK *
        C: f SORT (RELEVANCY) UTF-8 FUZZY SUBJECT apple
        S: * SORT 1 3 5
        S: f OK *
        """);
  }

  @Test
  void keepsResultsUpToDate() throws Exception {
    plays(
        """
        C: a UID SEARCH RETURN (UPDATE COUNT) UNSEEN
        S: * ESEARCH (TAG "a") UID COUNT 4
        S: a OK *
        C: b UID SORT RETURN (UPDATE ALL) (REVERSE SUBJECT) UTF-8 UNSEEN
        S: * ESEARCH (TAG "b") UID ALL 4,2:3,5
        S: b OK *
        C: c UID STORE 1 -FLAGS.SILENT (\\\\Seen)
        S: * ESEARCH (TAG "a") UID ADDTO (0 1)
        S: * ESEARCH (TAG "b") UID ADDTO (5 1)
        S: c OK *
        C: d UID STORE 2:3 +FLAGS.SILENT (\\\\Seen)
        S: * ESEARCH (TAG "a") UID REMOVEFROM (0 2:3)
        S: * ESEARCH (TAG "b") UID REMOVEFROM (2 2 2 3)
        S: d OK *
        C: e CANCELUPDATE "a" "none"
        S: e OK *
        C: f UID STORE 4 +FLAGS.SILENT (\\\\Deleted)
        S: f OK *
        C: g EXPUNGE
        S: * ESEARCH (TAG "b") UID REMOVEFROM (1 4)
        S: * 4 EXPUNGE
        S: g OK *
        C: h APPEND INBOX {14+}
        C: Subject: zzz
        C:
        S: * 5 EXISTS
        S: * 5 RECENT
        S: * ESEARCH (TAG "b") UID ADDTO (1 6)
        S: h OK *
        C: b UID SEARCH RETURN (UPDATE) UNSEEN
        S: * NO [NOUPDATE "b"] *
        S: b OK *
        """);
  }

  @Test
  void searchesManyMailboxes() throws Exception {
    deliver("Archive", "old apples", Flags.NONE, "2020-01-01T12:00:00Z");
    deliver("Trash", "rotten apples", Flags.NONE, "2020-01-01T12:00:00Z");
    server.playLoggedIn(
        """
        C: a ESEARCH IN (mailboxes (INBOX Archive Drafts none)) SUBJECT apples
        S: * ESEARCH (TAG "a" MAILBOX INBOX UIDVALIDITY *) UID ALL 1,3,5
        S: * ESEARCH (TAG "a" MAILBOX Archive UIDVALIDITY *) UID ALL 1
        S: a OK *
        C: b ESEARCH IN (personal) RETURN (COUNT) SUBJECT apples
        S: * ESEARCH (TAG "b" MAILBOX * UIDVALIDITY *) UID COUNT *
        S: * ESEARCH (TAG "b" MAILBOX * UIDVALIDITY *) UID COUNT *
        S: * ESEARCH (TAG "b" MAILBOX * UIDVALIDITY *) UID COUNT *
        S: b OK *
        C: c ESEARCH SUBJECT apples
        S: c BAD *
        C: d CREATE Archive/2020/May
        S: d OK *
        C: e COPY 1 Archive
        S: e BAD *
        C: f ESEARCH IN (subtree Archive) RETURN (MIN) ALL
        S: * ESEARCH (TAG "f" MAILBOX Archive UIDVALIDITY *) UID MIN 1
        S: f OK *
        C: g SELECT Trash
        S~ g OK *
        C: h ESEARCH IN (selected subtree-one Archive inboxes) RETURN (MAX) SUBJECT apples
        S: * ESEARCH (TAG "h" MAILBOX Trash UIDVALIDITY *) UID MAX 1
        S: * ESEARCH (TAG "h" MAILBOX Archive UIDVALIDITY *) UID MAX 1
        S: * ESEARCH (TAG "h" MAILBOX INBOX UIDVALIDITY *) UID MAX 5
        S: h OK *
        C: i ESEARCH IN (selected) RETURN (SAVE) ALL
        S: i OK *
        C: j FETCH $ UID
        S: * 1 FETCH (UID 1)
        S: j OK *
        C: k ESEARCH IN (inboxes) RETURN (SAVE) ALL
        S: k BAD *
        C: l ESEARCH IN (nonsense) ALL
        S: l BAD *
        """);
  }
}
