package mailroad.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no client should do, and some do: each gets its answer, and the next client is served. */
class BadInputTest {
  private static final String HELLO = "S: 220 *\nC: EHLO c\nS~ 250 HELP\n";
  private static final String TO_CONTENT =
      HELLO
          + """
          C+ MAIL FROM:<a@c.example>\\r\\nRCPT TO:<b@mx.example>\\r\\nDATA\\r\\n
          S: 250 *
          S: 250 *
          S: 354 *
          """;
  private static final String MESSAGE =
      """
      C+ MAIL FROM:<a@c.example>\\r\\nRCPT TO:<good@mx.example>\\r\\nDATA\\r\\n
      S: 250 *
      S: 250 *
      S: 354 *
      C: good
      C: .
      S: 250 *
      """;

  private Port port;

  @BeforeEach
  void open() throws Exception {
    port = new Port(Configs.mta());
  }

  @AfterEach
  void close() throws Exception {
    try {
      port.play(HELLO + MESSAGE);
      assertThat(port.reception.taken.getLast().content()).isEqualTo("good\r\n");
    } finally {
      port.close();
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "\\n.\\n",
        "\\r\\n.\\n",
        "\\n.\\r\\n",
        "\\r.\\r",
        "\\r\\n.\\r",
        "\\r\\n\\0.\\r\\n",
        "\\n\\n.\\r\\n\\n",
        "\\r.\\r\\n"
      })
  void noOtherEndOfContentSmugglesAMessageA1(String end) throws Exception {
    boolean nul = end.contains("\\0");
    port.play(
        TO_CONTENT
            + "C+ evil"
            + end
            + "MAIL FROM:<admin@c.example>\\r\\nRCPT TO:<b@mx.example>\\r\\nDATA\\r\\nsmuggled\\r\\n.\\r\\n\n"
            + (nul ? "S: 250 *\n" : "S: 550 5.6.11 *\n")
            + MESSAGE);
    assertThat(port.reception.taken).hasSize(nul ? 2 : 1);
    assertThat(port.reception.taken.getFirst().envelope().sender()).hasToString("<a@c.example>");
    port.reception.taken.clear();
  }

  @Test
  void aCommandInABareLfIsRefused() throws Exception {
    port.play(HELLO + "C+ NOOP\\n\nS: 500 5.5.2 Lines must end in CR LF\n" + MESSAGE);
  }

  @Test
  void aCommandWithABareCrOrNulIsRefused() throws Exception {
    port.play(
        HELLO
            + """
            C+ NOOP\\rRSET\\r\\n
            S: 501 5.5.2 *
            C+ MAIL FROM:<a\\0@c.example>\\r\\n
            S: 501 5.5.2 *
            C+ NOOP \\xff\\xfe\\r\\n
            S: 501 5.5.2 *
            """
            + MESSAGE);
  }

  @Test
  void anOverlongCommandIsSkippedA6() throws Exception {
    port.play(HELLO + "C/ 100000 x\nC: \nS: 500 5.5.2 Line too long\n" + MESSAGE);
  }

  @Test
  void unknownCommandsAreCountedAndEndTheSession() throws Exception {
    port.play(
        """
        S: 220 *
        C: XYZZY
        S: 500 5.5.1 *
        C:
        S: 500 5.5.2 *
        C: MAIL
        S: 501 5.5.4 *
        C: DATA
        S: 503 5.5.1 *
        S: 421 4.7.0 Too many errors; good bye
        = closed
        """);
  }

  @Test
  void refusedRecipientsAreCountedAndEndTheSession() throws Exception {
    port.play(
        HELLO
            + "C: MAIL FROM:<>\nS: 250 *\n"
            + "C: RCPT TO:<nobody@mx.example>\nS: 550 *\n".repeat(5)
            + "S: 421 4.7.0 Too many errors; good bye\n= closed\n");
  }

  @Test
  void commandsWithoutAMessageAreCountedAndEndTheSession() throws Exception {
    port.play(
        HELLO + "C: NOOP\nS: 250 *\n".repeat(29) + "S: 421 4.7.0 Too many commands*\n= closed\n");
  }

  @Test
  void oneRecipientTooManyIsTold() throws Exception {
    port.play(
        HELLO
            + "C: MAIL FROM:<>\nS: 250 *\n"
            + "C: RCPT TO:<b@mx.example>\nS: 250 *\n".repeat(100)
            + "C: RCPT TO:<c@mx.example>\nS: 452 4.5.3 *\nC: DATA\nS: 354 *\nC: .\nS: 250 *\n");
    assertThat(port.message().envelope().recipients()).hasSize(100);
    port.reception.taken.clear();
  }

  @Test
  void aTooLargeMessageIsReadToItsEndAndRefused() throws Exception {
    port.play(
        HELLO
            + "C: MAIL FROM:<> SIZE=1000001\nS: 552 5.3.4 *\n"
            + TO_CONTENT.substring(HELLO.length())
            + "C/ 100001 01234567\\r\\n\nC: .\nS: 552 5.3.4 Message too large\n"
            + MESSAGE);
    assertThat(port.reception.aborted).hasSize(1);
  }

  @Test
  void anEndlessMessageEndsTheSession() throws Exception {
    port.play(TO_CONTENT + "C/ 300000 01234567\\r\\n\nS: 552 5.3.4 Message too large\n= closed\n");
    assertThat(port.reception.aborted).hasSize(1);
  }

  @Test
  void anOverlongTextLineIsRefused() throws Exception {
    port.play(TO_CONTENT + "C/ 100001 x\nC: \nC: .\nS: 550 5.6.0 *\n" + MESSAGE);
  }

  @Test
  void aFullDiskIsNoEndOfTheSessionA20() throws Exception {
    port.play(
        HELLO
            + """
            C+ MAIL FROM:<>\\r\\nRCPT TO:<full@mx.example>\\r\\nDATA\\r\\n
            S: 250 *
            S: 250 *
            S: 354 *
            C: x
            C: .
            S: 452 4.3.1 Insufficient system storage
            """
            + MESSAGE);
  }

  @Test
  void aBugOfOursEndsOneSessionOnly() throws Exception {
    port.play(HELLO + "C: MAIL FROM:<bug@c.example>\nS: 421 4.3.0 Internal error*\n= closed\n");
  }

  @Test
  void theOwnerMayEndASession() throws Exception {
    port.play(HELLO + "C: MAIL FROM:<away@c.example>\nS: 421 4.7.0 Go away\n= closed\n");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\\r\\nHost: mx.example\\r\\nAccept: */*\\r\\n\\r\\n",
        "POST / HTTP/1.0\\r\\nContent-Length: 100\\r\\n\\r\\nEHLO c\\r\\nMAIL FROM:<>\\r\\n",
        "\\x16\\x03\\x01\\x02\\x00\\x01\\x00\\x01\\xfc\\x03\\x03\\n",
        "PROXY TCP4 192.0.2.1 198.51.100.1 4321 25\\r\\n"
      })
  void otherProtocolsAreSentAwayAtOnceA3(String octets) throws Exception {
    port.play("S: 220 *\nC+ " + octets + "\nS: 554 5.5.1 *\n= closed\n");
  }

  @Test
  void commandsBehindStartTlsEndTheSessionA2() throws Exception {
    port.play(
        HELLO + "C+ STARTTLS\\r\\nEHLO c\\r\\nMAIL FROM:<>\\r\\n\nS: 554 5.5.0 *\n= closed\n");
  }

  @Test
  void whatIsNoTlsEndsTheSession() throws Exception {
    port.play(HELLO + "C: STARTTLS\nS: 220 *\nC: this is no handshake\n");
  }

  @Test
  void contentThatDidNotWaitIsNotTakenForCommandsA4() throws Exception {
    port.play(
        HELLO
            + """
            C+ MAIL FROM:<>\\r\\nRCPT TO:<nobody@mx.example>\\r\\nDATA\\r\\nRSET\\r\\nMAIL FROM:<evil@c.example>\\r\\n
            S: 250 *
            S: 550 *
            S: 554 5.5.1 No valid recipients
            S: 421 4.5.0 *
            = closed
            """);
  }

  @Test
  void nothingIsDoneAfterQuitA4() throws Exception {
    port.play(HELLO + "C+ QUIT\\r\\nMAIL FROM:<bug@c.example>\\r\\n\nS: 221 *\n= closed\n");
  }

  @Test
  void aClientThatLeavesAmidContentSendsNothing() throws Exception {
    port.play(TO_CONTENT + "C: half a message\n= half-close\n= closed\n");
    assertThat(port.reception.aborted).containsExactly("half a message\r\n");
  }

  @Test
  void aRefusalTakesThePlaceOfTheGreeting() throws Exception {
    port.reception.atConnect = Decision.refuse(554, "5.7.1", "Listed");
    port.play("S: 554 5.7.1 Listed\n= closed\n");
    port.reception.atConnect = Decision.accept();
  }
}
