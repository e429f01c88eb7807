package mailroad.imap;

import java.time.Instant;
import mailroad.mailbox.Flags;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a client is told of without asking: RFC 5465. */
class NotifyTest {
  private static final String TWO =
      """
      S: * OK *
      C: l LOGIN joe@b.example secret00
      S: l OK *
      = on second
      S: * OK *
      C: l LOGIN joe@b.example secret00
      S: l OK *
      = on first
      """;

  private TestServer server;

  @BeforeEach
  void open() throws Exception {
    server = TestServer.withThreeMessages();
    server.deliver("Sent", "Subject: sent\n\n", Flags.NONE, Instant.EPOCH);
  }

  @AfterEach
  void close() throws Exception {
    server.close();
  }

  @Test
  void refusesWhatMakesNoSense() throws Exception {
    server.playLoggedIn(
        """
        C: a NOTIFY NONE
        S: a OK *
        C: b NOTIFY SET (selected (MessageNew))
        S: b BAD *
        C: c NOTIFY SET (selected (MessageNew MessageExpunge MailboxName))
        S: c BAD *
        C: d NOTIFY SET (personal (FlagChange))
        S: d BAD *
        C: e NOTIFY SET (personal (MessageNew (UID) MessageExpunge))
        S: e BAD *
        C: f NOTIFY SET (selected NONE) (selected-delayed NONE)
        S: f BAD *
        C: g NOTIFY SET (personal (MessageNew MessageExpunge AnnotationChange))
        S: g NO [BADEVENT (MessageNew MessageExpunge FlagChange MailboxName SubscriptionChange MailboxMetadataChange ServerMetadataChange)] *
        C: h NOTIFY SET
        S: h BAD *
        C: i NOTIFY SET (everything (MailboxName))
        S: i BAD *
        C: j NOTIFY SET (mailboxes (INBOX "no such") (MessageNew MessageExpunge)) (subtree Sent NONE)
        S: j OK *
        """);
  }

  @Test
  void tellsOfTheSelectedMailboxBetweenCommands() throws Exception {
    server.play(
        TWO
            + """
            C: a SELECT INBOX
            S~ a OK *
            C: b NOTIFY SET (selected (MessageNew (UID BODY[HEADER.FIELDS (SUBJECT)]) MessageExpunge FlagChange))
            S: b OK *
            = on second
            C: a SELECT INBOX
            S~ a OK *
            C: b STORE 2 +FLAGS.SILENT (\\Flagged)
            S: b OK *
            = on first
            S: * 2 FETCH (UID 2 FLAGS (\\Flagged \\Recent))
            = on second
            C: c STORE 1 +FLAGS.SILENT (\\Deleted)
            S: c OK *
            C: d EXPUNGE
            S~ d OK *
            = on first
            S~ * 1 EXPUNGE
            = on second
            C: e APPEND INBOX {15+}
            C: Subject: four
            C:
            S~ e OK *
            = on first
            S: * 3 EXISTS
            S: * 1 RECENT
            S: * 3 FETCH (UID 4 BODY[HEADER.FIELDS (SUBJECT)] {17}
            S: Subject: four
            S:
            S: )
            C: c FETCH 3 FLAGS
            S: * 3 FETCH (FLAGS (*
            S: c OK *
            """
                .replace("* 1 RECENT", "* *RECENT"));
  }

  @Test
  void delaysExpungesUntilACommandWhereThatIsAskedFor() throws Exception {
    server.play(
        TWO
            + """
            C: a SELECT INBOX
            S~ a OK *
            C: b NOTIFY SET (selected-delayed (MessageNew MessageExpunge FlagChange))
            S: b OK *
            = on second
            C: a SELECT INBOX
            S~ a OK *
            C: b STORE 1 +FLAGS.SILENT (\\Deleted)
            S: b OK *
            C: c EXPUNGE
            S~ c OK *
            C: d STORE 2 +FLAGS.SILENT (\\Flagged)
            S: d OK *
            = on first
            S~ * 3 FETCH (UID 3 FLAGS (\\Flagged \\Recent))
            C: c NOOP
            S: * 1 EXPUNGE
            S: c OK *
            """);
  }

  @Test
  void tellsTheStatusOfOthers() throws Exception {
    server.play(
        TWO
            + """
            C: a SELECT INBOX
            S~ a OK *
            C: b NOTIFY SET STATUS (selected (MessageNew MessageExpunge)) (subtree (Sent Trash) (MessageNew MessageExpunge)) (mailboxes Drafts (MessageNew MessageExpunge FlagChange))
            S~ * STATUS Sent (MESSAGES 1 UIDNEXT 2 UIDVALIDITY * UNSEEN 1 HIGHESTMODSEQ 2)
            S~ b OK *
            = on second
            C: a APPEND Sent {4+}
            C: a: b
            S: a OK *
            = on first
            S: * STATUS Sent (MESSAGES 2 UIDNEXT 3 UIDVALIDITY * UNSEEN 2 HIGHESTMODSEQ 3)
            = on second
            C: b SELECT Sent
            S~ b OK *
            C: c STORE 1 +FLAGS.SILENT (\\Deleted \\Seen)
            S: c OK *
            C: d EXPUNGE
            S~ d OK *
            = on first
            S: * STATUS Sent (MESSAGES 1 UIDNEXT 3 UIDVALIDITY * UNSEEN 1 HIGHESTMODSEQ 5)
            = on second
            C: e APPEND Archive {4+}
            C: a: b
            S: e OK *
            C: f COPY 1 Drafts
            S: f OK *
            = on first
            S: * STATUS Drafts (MESSAGES 1 *
            = on second
            C: g SELECT Drafts
            S~ g OK *
            C: h STORE 1 +FLAGS.SILENT (\\Seen)
            S: h OK *
            = on first
            S: * STATUS Drafts (MESSAGES 1 UIDNEXT 2 UIDVALIDITY * UNSEEN 0 *
            C: c SELECT Drafts
            S~ c OK *
            = on second
            C: i STORE 1 -FLAGS.SILENT (\\Seen)
            S: i OK *
            C: j APPEND INBOX {4+}
            C: a: b
            S: j OK *
            C: k APPEND Trash {4+}
            C: a: b
            S: k OK *
            = on first
            S: * STATUS Trash (MESSAGES 1 *
            C: d NOOP
            S: d OK *
            """);
  }

  @Test
  void tellsOfNamesThatOthersChange() throws Exception {
    server.play(
        TWO
            + """
            C: a NOTIFY SET (personal (MailboxName SubscriptionChange MessageNew MessageExpunge))
            S: a OK *
            C: b CREATE Mine
            S: b OK *
            = on second
            C: a CREATE Yours/Deep
            S: a OK *
            = on first
            S: * LIST () "/" Yours
            S: * LIST () "/" Yours/Deep
            = on second
            C: b APPEND Yours/Deep {4+}
            C: a: b
            S: b OK *
            = on first
            S: * STATUS Yours/Deep (MESSAGES 1 *
            = on second
            C: c RENAME Yours/Deep Ours
            S: c OK *
            = on first
            S: * LIST () "/" Ours ("OLDNAME" (Yours/Deep))
            = on second
            C: d SUBSCRIBE Ours
            S: d OK *
            = on first
            S: * LIST (\\Subscribed) "/" Ours
            = on second
            C: e DELETE Ours
            S: e OK *
            = on first
            S: * LIST (\\NonExistent \\Subscribed) "/" Ours
            = on second
            C: f UNSUBSCRIBE Ours
            S: f OK *
            = on first
            S: * LIST (\\NonExistent) "/" Ours
            C: c RENAME Mine Thine
            S: c OK *
            C: d NOOP
            S: d OK *
            """);
  }

  @Test
  void tellsNothingAtAllWhereThatIsAskedFor() throws Exception {
    server.play(
        TWO
            + """
            C: a SELECT INBOX
            S~ a OK *
            C: b NOTIFY NONE
            S: b OK *
            = on second
            C: a SELECT INBOX
            S~ a OK *
            C: b STORE 1 +FLAGS.SILENT (\\Deleted)
            S: b OK *
            C: c EXPUNGE
            S~ c OK *
            = on first
            C: c NOOP
            S: c OK *
            C: d NOTIFY SET (personal (MailboxName))
            S: * 1 EXPUNGE
            S: d OK *
            """);
  }

  /** RFC 5465 section 5.6, RFC 5465 section 5.7: names of what has changed, not of what the client has changed itself. */
  @Test
  void tellsOfAnnotations() throws Exception {
    server.play(
        TWO
            + """
            C: a SETMETADATA Sent (/shared/comment "before")
            S: a OK *
            C: b NOTIFY SET (mailboxes Sent (MailboxMetadataChange)) (personal (ServerMetadataChange))
            S: b OK *
            = on second
            C: a SETMETADATA Sent (/shared/comment "x" /private/comment "y")
            S: a OK *
            = on first
            S: * METADATA Sent /private/comment /shared/comment
            = on second
            C: b SETMETADATA INBOX (/shared/comment "nobody asked")
            S: b OK *
            C: c SETMETADATA Sent (/shared/comment NIL)
            S: c OK *
            = on first
            S: * METADATA Sent /shared/comment
            = on second
            C: d SETMETADATA "" (/private/vendor/x "y")
            S: d OK *
            = on first
            S: * METADATA "" /private/vendor/x
            C: c SETMETADATA Sent (/private/comment "my own")
            S: c OK *
            C: d SETMETADATA "" (/private/vendor/x NIL)
            S: d OK *
            C: e NOOP
            S: e OK *
            """);
  }

  /** RFC 5465 section 6: of others' mailboxes what their rights allow; a share that comes or goes is a name that comes or goes. */
  @Test
  void tellsOfWhatOthersShare() throws Exception {
    server.account("anna@b.example");
    server.play(
        """
        S: * OK *
        C: l LOGIN anna@b.example secret00
        S: l OK *
        C: a NOTIFY SET (subtree "#users" (MessageNew MessageExpunge MailboxName MailboxMetadataChange)) (personal (MailboxName))
        S: a OK *
        = on second
        S: * OK *
        C: l LOGIN joe@b.example secret00
        S: l OK *
        C: a SETACL Sent anna@b.example lr
        S: a OK *
        = on first
        S: * LIST () "/" #users/joe@b.example/Sent
        S: * STATUS #users/joe@b.example/Sent (MESSAGES 1 *
        = on second
        C: b APPEND Sent {15+}
        C: Subject: more
        C:
        S: b OK *
        = on first
        S: * STATUS #users/joe@b.example/Sent (MESSAGES 2 *
        = on second
        C: c SETMETADATA Sent (/shared/comment "seen" /private/comment "not seen")
        S: c OK *
        = on first
        S: * METADATA #users/joe@b.example/Sent /shared/comment
        = on second
        C: d SETACL Sent anna@b.example l
        S: d OK *
        C: e APPEND Sent {15+}
        C: Subject: more
        C:
        S: e OK *
        C: f RENAME Sent Away
        S: f OK *
        = on first
        S: * LIST () "/" #users/joe@b.example/Away ("OLDNAME" (#users/joe@b.example/Sent))
        = on second
        C: g SETACL Away anna@b.example ""
        S: g OK *
        = on first
        S: * LIST (\\NonExistent) "/" #users/joe@b.example/Away
        C: b NOOP
        S: b OK *
        """);
  }

  @Test
  void amidIdleTellsOfAllThatWasAskedFor() throws Exception {
    server.play(
        TWO
            + """
            C: a SELECT INBOX
            S~ a OK *
            C: b NOTIFY SET (selected-delayed (MessageNew MessageExpunge)) (personal (MessageNew MessageExpunge))
            S: b OK *
            C: c IDLE
            S: + *
            = on second
            C: a SELECT INBOX
            S~ a OK *
            C: b STORE 1 +FLAGS.SILENT (\\Deleted)
            S: b OK *
            C: c EXPUNGE
            S~ c OK *
            = on first
            S: * 1 EXPUNGE
            = on second
            C: d COPY 1 Trash
            S: d OK *
            = on first
            S: * STATUS Trash (MESSAGES 1 *
            C: DONE
            S: c OK *
            """);
  }
}
