package mailroad.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import mailroad.wire.CompressionConfig;
import mailroad.wire.Wire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** COMPRESS=DEFLATE: RFC 4978. */
class CompressTest {
  private static final Duration SECONDS = Duration.ofSeconds(20);

  private TestServer server;

  @BeforeEach
  void open() throws Exception {
    server = new TestServer(ImapConfig.DEFAULT);
  }

  @AfterEach
  void close() throws Exception {
    server.close();
  }

  @Test
  void compressesBothWaysOnceAndForAll() throws Exception {
    server.deliver("Subject: x\n\n" + "hello\n".repeat(20_000));
    server.play(
        """
        S: * OK *
        C: n COMPRESS DEFLATE
        S: n BAD *
        C: t STARTTLS
        S: t OK *
        = tls
        C: l LOGIN joe@b.example secret00
        S: l OK [CAPABILITY *COMPRESS=DEFLATE*
        C: x COMPRESS GZIP
        S: x BAD *
        C: c COMPRESS DEFLATE
        S: c OK *
        = deflate
        C: d COMPRESS DEFLATE
        S: d NO [COMPRESSIONACTIVE] *
        C: e SELECT INBOX
        S~ e OK *
        C: f FETCH 1 BODY.PEEK[TEXT]
        S: * 1 FETCH (BODY[TEXT] {140000}
        S~ f OK *
        C: i IDLE
        S: + *
        = on second
        S: * OK *
        C: l LOGIN joe@b.example secret00
        S: l OK *
        C: a APPEND INBOX {1+}
        C: x
        S: a OK *
        = on first
        S: * 2 EXISTS
        S: * 2 RECENT
        C: DONE
        S: i OK *
        C: u UNAUTHENTICATE
        S: u OK *
        C: v LOGIN joe@b.example secret00
        S: v OK *
        C: w COMPRESS DEFLATE
        S: w NO [COMPRESSIONACTIVE] *
        C: q LOGOUT
        S: * BYE *
        S: q OK *
        = closed
        """);
  }

  @Test
  void takesNothingBetweenTheCommandAndItsAnswer() throws Exception {
    server.playLoggedIn(
        """
        C+ c COMPRESS DEFLATE\\r\\nd NOOP\\r\\n
        S: c BAD *
        S: d OK *
        """);
  }

  /** A7: fifty megabytes in fifty kilobytes. */
  @Test
  void endsWhereSomebodySendsABomb() throws Exception {
    try (Wire wire =
        new Wire(
            server.world(), server.world().network().connect(server.address(), SECONDS), SECONDS)) {
      ask(wire, "a LOGIN joe@b.example secret00");
      ask(wire, "c COMPRESS DEFLATE");
      wire.compress(new CompressionConfig(200, 9));
      ask(wire, "d NOOP");
      assertThatThrownBy(
              () -> {
                wire.write("b APPEND INBOX {50000000+}\r\n");
                byte[] zeros = new byte[1_000_000];
                for (int i = 0; i < 50; i++) {
                  wire.write(zeros);
                }
                ask(wire, "");
              })
          .isInstanceOf(IOException.class);
    }
    assertThat(server.mailboxes().inbox().status().messages()).isZero();
    server.playLoggedIn("C: a NOOP\nS: a OK *\n");
  }

  /** A7: what is no compressed stream at all. */
  @Test
  void endsWhereWhatComesIsNotCompressed() throws Exception {
    server.playLoggedIn(
        """
        C: c COMPRESS DEFLATE
        S: c OK *
        C: a NOOP with a few more words, so that it cannot be a stored block
        = closed
        """);
  }

  private static void ask(Wire wire, String line) throws IOException {
    wire.write(line + "\r\n");
    wire.flush();
    String reply;
    do {
      reply = wire.readLine(10_000, SECONDS).text();
    } while (reply.startsWith("* "));
    assertThat(reply).matches("\\w OK .*");
  }
}
