package mailroad.imap;

import java.util.ArrayList;
import java.util.List;
import mailroad.mailbox.Flag;
import mailroad.mailbox.Flags;
import mailroad.mailbox.Grantee;
import mailroad.mailbox.MailboxName;
import mailroad.mailbox.Rights;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which command needs which rights: the table of RFC 4314 section 4, tried with each right wanting. */
class RightsTest {
  private static final String ANNA = "anna@b.example";

  private TestServer server;

  @BeforeEach
  void open() throws Exception {
    server = new TestServer(ImapConfig.DEFAULT);
    server.account(ANNA);
  }

  @AfterEach
  void close() throws Exception {
    server.close();
  }

  /** M is a mailbox that joe shares with anna, M/Sub another one below it; 1 is a message that has Deleted. */
  @ParameterizedTest(name = "{0} needs {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # command                          | selected  | rights
          MYRIGHTS M                         |           | l
          LIST "" M RETURN (STATUS (SIZE))   |           | l
          SUBSCRIBE M                        |           | l
          STATUS M (MESSAGES)                |           | r
          SELECT M                           |           | r
          EXAMINE M                          |           | r
          CREATE M/New                       |           | k
          DELETE M/Sub                       |           | x
          RENAME M/Sub M/Other               |           | xk
          APPEND M {4+}~1234                 |           | i
          SETACL M joe2@b.example l          |           | a
          DELETEACL M joe2@b.example         |           | a
          GETACL M                           |           | a
          LISTRIGHTS M anna@b.example        |           | a
          FETCH 1 (FLAGS BODY[])             | M         | r
          UID FETCH 1 BODY.PEEK[]            | M         | r
          SEARCH ALL                         | M         | r
          STORE 1 +FLAGS (\\Seen)            | M         | rs
          STORE 1 -FLAGS.SILENT (\\Deleted)  | M         | rt
          UID STORE 1 +FLAGS (\\Flagged)     | M         | rw
          STORE 1 +FLAGS ($Junk)             | M         | rw
          EXPUNGE                            | M         | re
          UID EXPUNGE 1                      | M         | re
          COPY 1 INBOX                       | M         | r
          MOVE 1 INBOX                       | M         | rte
          UID MOVE 1 INBOX                   | M         | rte
          REPLACE 1 INBOX {4+}~1234          | M         | rte
          UID REPLACE 1 INBOX {4+}~1234      | M         | rte
          REPLACE 1 M {4+}~1234              | INBOX     | i
          COPY 1 M                           | INBOX     | i
          UID COPY 1 M                       | INBOX     | i
          MOVE 1 M                           | INBOX     | i
          """)
  void needs(String command, String selected, String rights) throws Exception {
    play(command, selected, rights, "OK");
    for (int i = 0; i < rights.length(); i++) {
      char wanting = rights.charAt(i);
      boolean tells = !command.startsWith("MYRIGHTS") && !command.startsWith("LIST ");
      if (tells) {
        String others = "lrswipkxtea".replace(String.valueOf(wanting), "");
        boolean unselected = wanting == 'r' && "M".equals(selected);
        play(command, selected, others, unselected ? "BAD" : "NO");
      }
    }
  }

  private void play(String command, String selected, String rights, String status)
      throws Exception {
    share(rights);
    List<String> script = new ArrayList<>();
    script.add("S: * OK *");
    script.add("C: l LOGIN " + ANNA + " secret00");
    script.add("S: l OK *");
    if (selected != null) {
      script.add("C: s SELECT " + full(selected));
      script.add("S~ s *");
    }
    for (String line : ("a " + full(command)).split("~")) {
      script.add("C: " + line);
    }
    script.add("S~ a " + status + " *");
    server.play(String.join("\n", script) + "\n");
  }

  /** {@code M} in full, wherever it is a word. */
  private static String full(String text) {
    return text.replaceAll("(^| )M($|[ /])", "$1#users/joe@b.example/M$2")
        .replaceAll("(^| )M($|[ /])", "$1#users/joe@b.example/M$2");
  }

  private void share(String rights) throws Exception {
    MailboxName mailbox = MailboxName.of("M");
    MailboxName sub = MailboxName.of("M/Sub");
    for (MailboxName old : List.of(MailboxName.of("M/New"), MailboxName.of("M/Other"), sub)) {
      server.mailboxes().delete(old);
    }
    server.mailboxes().delete(mailbox);
    server.directory().addAccount(mailroad.kernel.EmailAddress.of("joe2@b.example"), "secret00");
    server.mailboxes().create(sub);
    Grantee anna = server.mailboxes().grantee(ANNA).orElseThrow();
    for (MailboxName name : List.of(mailbox, sub)) {
      server
          .mailboxes()
          .open(name)
          .orElseThrow()
          .share(anna, false, _ -> Rights.parse(rights).orElseThrow());
    }
    server.deliver("M", "Subject: 1\n\n1\n", Flags.of(Flag.DELETED), java.time.Instant.EPOCH);
    var inbox = server.mailboxes(ANNA).inbox();
    inbox.expunge(mailroad.mailbox.UidSet.all());
    try (var drafting = inbox.draft()) {
      drafting.write("x\r\n".getBytes(java.nio.charset.StandardCharsets.UTF_8), 0, 3);
      inbox.append(drafting.finish(Flags.NONE, java.time.Instant.EPOCH));
    }
  }
}
