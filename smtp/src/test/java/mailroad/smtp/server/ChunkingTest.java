package mailroad.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import mailroad.smtp.Body;
import mailroad.smtp.server.RecordingReception.Taken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Content in chunks: BDAT and BINARYMIME (RFC 3030), over real sockets. */
class ChunkingTest {
  private static final String HELLO = "S: 220 *\nC: EHLO c\nS~ 250 HELP\n";
  private static final String TO_CONTENT =
      HELLO
          + """
          C: MAIL FROM:<a@c.example>
          S: 250 *
          C: RCPT TO:<b@mx.example>
          S: 250 *
          """;
  private static final String OK = "S: 250 2.0.0 OK queued as 01JC7K2M9XZ4T\n";

  private Port port;

  @BeforeEach
  void open() throws Exception {
    port = new Port(Configs.mta());
  }

  @AfterEach
  void close() throws Exception {
    port.close();
  }

  @Test
  void takesAMessageInChunks() throws Exception {
    port.play(
        TO_CONTENT
            + """
            C+ BDAT 14\\r\\nSubject: x\\r\\n\\r\\n
            S: 250 2.0.0 14 octets received
            C+ BDAT 3\\r\\n.\\r\\n
            S: 250 2.0.0 3 octets received
            C: NOOP
            S: 250 *
            C+ BDAT 5 LAST\\r\\nend\\r\\n
            """
            + OK);
    assertThat(port.message().content()).isEqualTo("Subject: x\r\n\r\n.\r\nend\r\n");
  }

  @Test
  void takesAnEmptyLastChunk() throws Exception {
    port.play(TO_CONTENT + "C+ BDAT 3\\r\\nx\\r\\n\nS: 250 *\nC: BDAT 0 LAST\n" + OK);
    assertThat(port.message().content()).isEqualTo("x\r\n");
  }

  @Test
  void takesPipelinedCommandsAndChunksAsOne() throws Exception {
    port.play(
        HELLO
            + """
            C+ MAIL FROM:<a@c.example>\\r\\nRCPT TO:<b@mx.example>\\r\\nBDAT 4\\r\\nQUITBDAT 4 LAST\\r\\n\\r\\n\\r\\nQUIT\\r\\n
            S: 250 *
            S: 250 *
            S: 250 2.0.0 4 octets received
            S: 250 2.0.0 OK queued *
            S: 221 *
            = closed
            """);
    assertThat(port.message().content()).isEqualTo("QUIT\r\n\r\n");
  }

  @Test
  void takesBinaryContentAsItCame() throws Exception {
    port.play(
        HELLO
            + """
            C: MAIL FROM:<a@c.example> BODY=BINARYMIME
            S: 250 *
            C: RCPT TO:<b@mx.example>
            S: 250 *
            C: DATA
            S: 503 5.5.1 BODY=BINARYMIME needs BDAT
            C+ BDAT 8 LAST\\r\\n\\r\\0\\n\\n\\r\\xFF.\\r
            """
            + OK);
    Taken taken = port.message();
    assertThat(taken.content()).isEqualTo("\r\0\n\n\r\u00ff.\r");
    assertThat(taken.envelope().parameters().body()).isEqualTo(Body.BINARY);
  }

  @Test
  void chunksOfLinesMustBeLinesA1() throws Exception {
    for (String content : new String[] {"a\\nb\\r\\n", "a\\rb\\r\\n", "abc\\r\\n\\r"}) {
      port.play(
          TO_CONTENT
              + "C+ BDAT 6 LAST\\r\\n"
              + (content.equals("abc\\r\\n\\r") ? content : content + "x")
              + "\nS: 550 5.6.11 *\nC: MAIL FROM:<>\nS: 250 *\n");
    }
    assertThat(port.reception.taken).isEmpty();
    assertThat(port.reception.aborted).hasSize(3);
  }

  @Test
  void aCrAndItsLfMayComeInTwoChunks() throws Exception {
    port.play(TO_CONTENT + "C+ BDAT 2\\r\\nx\\r\nS: 250 *\nC+ BDAT 1 LAST\\r\\n\\n\n" + OK);
    assertThat(port.message().content()).isEqualTo("x\r\n");
  }

  @Test
  void dataAndChunksDoNotMixA4() throws Exception {
    port.play(
        TO_CONTENT
            + """
            C+ BDAT 3\\r\\nx\\r\\n
            S: 250 *
            C: DATA
            S: 503 5.5.1 Amid chunks; only BDAT and RSET make sense
            C: RCPT TO:<c@mx.example>
            S: 503 5.5.1 Amid *
            C: RSET
            S: 250 *
            C+ BDAT 3 LAST\\r\\ny\\r\\n
            S: 503 5.5.1 *
            C: QUIT
            S: 221 *
            """);
    assertThat(port.reception.taken).isEmpty();
    assertThat(port.reception.aborted).containsExactly("x\r\n");
  }

  @Test
  void chunksOutOfTheirTimeAreReadAndRefusedA4() throws Exception {
    port.play(
        HELLO
            + """
            C+ MAIL FROM:<a@c.example>\\r\\nRCPT TO:<nobody@mx.example>\\r\\nBDAT 6\\r\\nQUIT\\r\\nBDAT 6 LAST\\r\\nRSET\\r\\nNOOP\\r\\n
            S: 250 *
            S: 550 *
            S: 554 5.5.1 No valid recipients
            S: 554 5.5.1 No valid recipients
            S: 250 *
            """);
    assertThat(port.reception.taken).isEmpty();
  }

  @Test
  void chunksBehindAFailedOneAreReadAndRefusedA4() throws Exception {
    port.play(
        TO_CONTENT
            + """
            C+ BDAT 4\\r\\nx\\nyzBDAT 6\\r\\nQUIT\\r\\nBDAT 6 LAST\\r\\nDATA\\r\\nNOOP\\r\\n
            S: 550 5.6.11 *
            S: 503 5.5.1 *
            S: 503 5.5.1 *
            S: 250 *
            """);
    assertThat(port.reception.taken).isEmpty();
    assertThat(port.reception.aborted).hasSize(1);
  }

  @Test
  void aLengthThatCannotBeReadEndsTheSessionA4() throws Exception {
    for (String length : new String[] {"", "-1", "1 MORE", "0x10", "99999999999999999999"}) {
      port.play(
          TO_CONTENT + "C: BDAT " + length + "\nS: 501 5.5.4 Syntax: BDAT *; good bye\n= closed\n");
    }
  }

  @Test
  void aChunkTooLargeIsReadAndRefusedAndOneTooLargeToReadEndsTheSessionA4() throws Exception {
    port.play(
        TO_CONTENT
            + """
            C: BDAT 1000001
            C/ 1000001 x
            S: 552 5.3.4 *
            C: MAIL FROM:<a@c.example>
            S: 250 *
            C: RCPT TO:<b@mx.example>
            S: 250 *
            C: BDAT 999999999999
            S: 552 5.3.4 *
            = closed
            """);
  }

  @Test
  void chunksAreCountedTogether() throws Exception {
    port.play(
        TO_CONTENT
            + """
            C: BDAT 600000
            C/ 300000 \\r\\n
            S: 250 *
            C: BDAT 600000 LAST
            C/ 300000 \\r\\n
            S: 552 5.3.4 *
            """);
    assertThat(port.reception.taken).isEmpty();
  }

  @Test
  void aConnectionLostAmidChunksLeavesNothing() throws Exception {
    port.play(
        TO_CONTENT
            + "C+ BDAT 3\\r\\nx\\r\\n\nS: 250 *\nC+ BDAT 9 LAST\\r\\nhalf\n= half-close\n= closed\n");
    assertThat(port.reception.taken).isEmpty();
    assertThat(port.reception.aborted).containsExactly("x\r\nhalf");
  }
}
