package mailroad.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What stays the same when names and places change: RFC 8474; and when messages came where they are: RFC 8514. */
class ObjectIdTest {
  private TestServer server;

  @BeforeEach
  void open() throws Exception {
    server = new TestServer(ImapConfig.DEFAULT);
    server.deliver("Subject: 1\n\n1\n");
    server.deliver("Subject: 2\n\n2\n");
  }

  @AfterEach
  void close() throws Exception {
    server.close();
  }

  private static List<String> found(List<String> dialogue, String pattern) {
    return dialogue.stream()
        .map(Pattern.compile(pattern)::matcher)
        .filter(Matcher::find)
        .map(m -> m.group(1))
        .toList();
  }

  @Test
  void mailboxesKeepTheirIdsUnderOtherNames() throws Exception {
    List<String> dialogue =
        server.playLoggedIn(
            """
            C: a CREATE Here
            S: a OK [MAILBOXID (F*)] *
            C: b RENAME Here There
            S: b OK *
            C: c STATUS There (MAILBOXID MESSAGES)
            S: * STATUS There (MAILBOXID (F*) MESSAGES 0)
            S: c OK *
            C: d SELECT There
            S~ * OK [MAILBOXID (F*)] *
            S~ d OK *
            C: e CREATE Here
            S: e OK [MAILBOXID (F*)] *
            """);
    List<String> ids = found(dialogue, "MAILBOXID \\((F\\d+)\\)");
    assertThat(ids).hasSize(4);
    assertThat(ids.subList(0, 3)).containsOnly(ids.getFirst());
    assertThat(ids.getLast()).isNotEqualTo(ids.getFirst());
  }

  @Test
  void copiesHaveTheIdOfTheMessage() throws Exception {
    List<String> dialogue =
        server.playLoggedIn(
            """
            C: a SELECT INBOX
            S~ a OK *
            C: b FETCH 1:2 (EMAILID THREADID)
            S: * 1 FETCH (EMAILID (M*) THREADID (T*))
            S: * 2 FETCH (EMAILID (M*) THREADID (T*))
            S: b OK *
            C: c COPY 2 Sent
            S: c OK *
            C: d MOVE 2 Trash
            S~ d OK *
            C: e SELECT Sent
            S~ e OK *
            C: f UID FETCH 1 EMAILID
            S: * 1 FETCH (UID 1 EMAILID (M*))
            S: f OK *
            C: g SELECT Trash
            S~ g OK *
            C: h UID FETCH 1 EMAILID
            S: * 1 FETCH (UID 1 EMAILID (M*))
            S: h OK *
            """);
    List<String> ids = found(dialogue, "EMAILID \\((M[0-9a-f]{32})\\)");
    assertThat(ids).hasSize(4);
    assertThat(ids.get(0)).isNotEqualTo(ids.get(1));
    assertThat(ids.subList(1, 4)).containsOnly(ids.get(1));
    server.playLoggedIn(
        """
        C: a SELECT Trash
        S~ a OK *
        C: b SEARCH EMAILID %s
        S: * SEARCH 1
        S: b OK *
        C: c SEARCH OR EMAILID %s THREADID T1
        S: * SEARCH
        S: c OK *
        """
            .formatted(ids.get(1), ids.get(0)));
  }

  private String threadOf(String... fields) throws Exception {
    server.deliver(String.join("\n", fields) + "\n\nText\n");
    List<String> dialogue =
        server.playLoggedIn(
            """
            C: a EXAMINE INBOX
            S~ a OK *
            C: b FETCH * THREADID
            S: * * FETCH (THREADID (T*))
            S: b OK *
            """);
    return found(dialogue, "THREADID \\((T[0-9a-f]{16})\\)").getFirst();
  }

  @Test
  void repliesAreInTheThreadOfWhatTheyAnswer() throws Exception {
    String thread = threadOf("Message-ID: <a@x.example>");
    String other = threadOf("Message-ID: <z@x.example>");
    assertThat(other).isNotEqualTo(thread);
    assertThat(
            List.of(
                threadOf("Message-ID: <b@x.example>", "In-Reply-To: <a@x.example>"),
                threadOf("Message-ID: <c@x.example>", "In-Reply-To: <b@x.example>"),
                threadOf("Message-ID: <d@x.example>", "References: <lost@x.example> <c@x.example>"),
                threadOf("Message-ID: <e@x.example>", "References: <a@x.example> <lost@x.example>"),
                threadOf("References: <\"a\"@x.example>"),
                threadOf("Message-ID: <f@x.example>", "In-Reply-To: your mail <e@x.example>")))
        .containsOnly(thread);
    assertThat(threadOf("Message-ID: <a@x.example>")).as("a copy").isEqualTo(thread);
    assertThat(threadOf("Message-ID: <y@x.example>", "In-Reply-To: <z@x.example>"))
        .isEqualTo(other);
    server.playLoggedIn(
        """
        C: a SELECT INBOX
        S~ a OK *
        C: b SEARCH THREADID %s
        S: * SEARCH 3 5 6 7 8 9 10 11
        S: b OK *
        C: c COPY 5 Sent
        S: c OK *
        C: d SELECT Sent
        S~ d OK *
        C: e FETCH 1 THREADID
        S: * 1 FETCH (THREADID (%s))
        S: e OK *
        """
            .formatted(thread, thread));
  }

  @Test
  void messagesWithoutIdsHaveThreadsOfTheirOwn() throws Exception {
    assertThat(threadOf("Subject: one")).isNotEqualTo(threadOf("Subject: two"));
  }

  @Test
  void whoeverTakesTheIdOfAReplyMovesNoThread() throws Exception {
    String thread = threadOf("Message-ID: <a@x.example>");
    threadOf("Message-ID: <b@x.example>", "In-Reply-To: <a@x.example>");
    threadOf("Message-ID: <b@x.example>", "In-Reply-To: <elsewhere@x.example>");
    assertThat(threadOf("Message-ID: <c@x.example>", "In-Reply-To: <b@x.example>"))
        .isEqualTo(thread);
  }

  @Test
  void theDateOfSavingIsThatOfTheLastMove() throws Exception {
    server.playLoggedIn(
        """
        C: a SELECT INBOX
        S~ a OK *
        C: b FETCH 1 (INTERNALDATE SAVEDATE)
        S: * 1 FETCH (INTERNALDATE "21-Nov-2026 10:11:12 +0000" SAVEDATE "*")
        S: b OK *
        C: c SEARCH SAVEDATESUPPORTED SAVEDSINCE 1-Jan-2020
        S: * SEARCH 1 2
        S: c OK *
        C: d SEARCH SAVEDBEFORE 1-Jan-2020
        S: * SEARCH
        S: d OK *
        C: e SEARCH SAVEDON 32-Jan-2020
        S: e BAD *
        """);
  }
}
