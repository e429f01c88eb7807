package mailroad.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Attacks on searches: A8 and A21 of the catalogue. */
class SearchAttackTest {
  private static final Duration SOON = Duration.ofMinutes(5);

  private TestServer server;

  @BeforeEach
  void open() throws Exception {
    server = new TestServer(ImapConfig.DEFAULT);
    for (int i = 0; i < 20; i++) {
      server.deliver("Subject: number " + i + "\n\n" + "some text and more ".repeat(50) + "\n");
    }
  }

  @AfterEach
  void close() throws Exception {
    server.close();
  }

  private void playsSoon(String script) {
    Assertions.assertTimeoutPreemptively(
        SOON, () -> server.playLoggedIn("C: s SELECT INBOX\nS~ s OK *\n" + script));
  }

  /** A8: thousands of searches at once, from somebody who takes no answers and leaves. */
  @Test
  void aLoadOfSearchesHoldsUpNobodyElseA8() throws Exception {
    try (Socket socket = new Socket()) {
      socket.connect(server.address());
      StringBuilder load =
          new StringBuilder("a LOGIN joe@b.example secret00\r\nb SELECT INBOX\r\n");
      for (int i = 0; i < 3_000; i++) {
        load.append("c SEARCH NOT TEXT \"nowhere at all\"\r\n");
      }
      socket.getOutputStream().write(load.toString().getBytes(StandardCharsets.US_ASCII));
      playsSoon(
          """
          C: a SEARCH RETURN (COUNT) TEXT "more"
          S: * ESEARCH (TAG "a") COUNT 20
          S: a OK *
          """);
    }
    playsSoon("C: a NOOP\nS: a OK *\n");
  }

  /** A21: keys nested without end, and more keys than anybody needs. */
  @Test
  void nestingAndNumberOfKeysAreBoundedA21() {
    playsSoon(
        "C: a SEARCH "
            + "NOT ".repeat(15_000)
            + "SEEN\nS: a BAD search nested deeper than 50\n"
            + "C: b SEARCH "
            + "(".repeat(60_000)
            + "\nS: b BAD search nested deeper than 50\n"
            + "C: c SEARCH "
            + "OR SEEN ".repeat(60)
            + "SEEN\nS: c BAD search nested deeper than 50\n"
            + "C: d SEARCH"
            + " SEEN".repeat(501)
            + "\nS: d BAD more than 500 search keys\n"
            + "C: e SEARCH"
            + " FUZZY TEXT numbr".repeat(200)
            + "\nS: * SEARCH 1 2 *\nS: e OK *\n"
            + "C: f SORT ("
            + "DATE ".repeat(20)
            + "DATE) UTF-8 ALL\nS: f BAD more than 20 sort keys\n"
            + "C: g UID SEARCH "
            + "FUZZY ".repeat(51)
            + "SEEN\nS: g BAD search nested deeper than 50\n");
  }

  /** A21: sets as long as a line may be, and with the largest numbers. */
  @Test
  void hugeSetsTakeLinearTimeA21() {
    StringBuilder set = new StringBuilder("1");
    for (int i = 0; set.length() < 60_000; i++) {
      set.append(',').append(4_294_967_295L - 7L * i).append(":*");
    }
    playsSoon(
        "C: a UID SEARCH UID "
            + set
            + " SUBJECT \"number 19\"\nS: * SEARCH 20\nS: a OK *\n"
            + "C: b UID SEARCH RETURN (PARTIAL 4294967294:4294967295) ALL\n"
            + "S: * ESEARCH (TAG \"b\") UID PARTIAL (4294967294:4294967295 NIL)\nS: b OK *\n"
            + "C: c UID SEARCH RETURN (PARTIAL 1:4294967296) ALL\nS: c BAD *\n");
  }

  /** A21: a header with 100,000 addresses (CVE-2024-23184) is listed, sorted and searched. */
  @Test
  void addressesWithoutEndAreBoundedA21() throws Exception {
    StringBuilder message =
        new StringBuilder("Subject: many\nFrom: a@b.example\nTo: first@b.example");
    for (int i = 0; i < 100_000; i++) {
      message.append(i % 10 == 0 ? ",\n " : ",").append('a').append(i).append("@b.example");
    }
    server.deliver(message + "\n\nbody\n");
    playsSoon(
        """
        C: a SEARCH SUBJECT many
        S: * SEARCH 21
        S: a OK *
        C: b SORT (TO DISPLAYTO) UTF-8 SUBJECT many
        S: * SORT 21
        S: b OK *
        C: c THREAD REFERENCES UTF-8 SUBJECT many
        S: * THREAD (21)
        S: c OK *
        C: d FETCH 21 RFC822.SIZE
        S: * 21 FETCH (RFC822.SIZE *
        S: d OK *
        """);
    assertThat(server.mailboxes().inbox().status().messages()).isEqualTo(21);
  }

  /** A21: References without end, and subjects that are all marks. */
  @Test
  void threadsOfHostileMailAreBoundedA21() throws Exception {
    server.deliver(
        "Subject: "
            + "Re: [x] ".repeat(5_000)
            + "\nReferences: "
            + "<a@b>\n ".repeat(20_000)
            + "\n\n");
    server.deliver(
        "Subject: " + "[".repeat(50_000) + "\nReferences: " + "<".repeat(100_000) + "\n\n");
    playsSoon(
        """
        C: a THREAD REFERENCES UTF-8 21:22
        S: * THREAD (21)(22)
        S: a OK *
        C: b THREAD ORDEREDSUBJECT UTF-8 21:22
        S: * THREAD (21)(22)
        S: b OK *
        """);
  }
}
