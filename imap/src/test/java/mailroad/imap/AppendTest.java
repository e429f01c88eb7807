package mailroad.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.SplittableRandom;
import mailroad.mailbox.Content;
import mailroad.mailbox.Mailbox;
import mailroad.mailbox.MailboxConfig;
import mailroad.mailbox.MailboxName;
import mailroad.wire.Wire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** APPEND: RFC 3501 section 6.3.11, RFC 4315 section 3, RFC 7888. */
class AppendTest {
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
  void appendsWithFlagsAndDate() throws Exception {
    server.playLoggedIn(
        """
        C: s SELECT Drafts
        S~ s OK *
        C: a APPEND Drafts (\\Seen $Label1 \\Recent) "01-Feb-2024 10:11:12 +0100" {16}
        S: + *
        C+ Subject: x\\r\\n\\r\\nhi\\r\\n
        S: * 1 EXISTS
        S: * 1 RECENT
        S: * FLAGS (*$Label1)
        S: * OK [PERMANENTFLAGS *
        S: a OK [APPENDUID * 1] *
        C: b FETCH 1 (FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[])
        S: * 1 FETCH (FLAGS (\\Seen $Label1 \\Recent) INTERNALDATE "01-Feb-2024 09:11:12 +0000" RFC822.SIZE 16 BODY[] {16}
        S: Subject: x
        S:
        S: hi)
        S: b OK *
        C+ c APPEND Drafts {1+}\\r\\nx\\r\\nd NOOP\\r\\n
        S: * 2 EXISTS
        S: * 2 RECENT
        S: c OK [APPENDUID * 2] *
        S: d OK *
        """);
  }

  @Test
  void refusesBeforeTheMessageComes() throws Exception {
    server.playLoggedIn(
        """
        C: a APPEND None {5}
        S: a NO [TRYCREATE] *
        C: b APPEND Drafts {999999999}
        S: b NO [TOOBIG] *
        C: c APPEND Drafts {0}
        S: c NO [CANNOT] *
        C: d APPEND Drafts (\\Colour) {5}
        S: + *
        C: 12345
        S: d BAD *
        C: e NOOP
        S: e OK *
        """);
  }

  @Test
  void skipsWhatComesUnasked() throws Exception {
    server.playLoggedIn(
        """
        C: a APPEND None {5+}
        C: 12345
        S: a NO [TRYCREATE] *
        C: b APPEND Drafts {5+}
        C: 12345 and more
        S: b BAD *
        C: c APPEND Drafts {999999999+}
        S: * BYE [TOOBIG] *
        S: c NO *
        = closed
        """);
  }

  @Test
  void keepsNothingOfWhatWasCutOff() throws Exception {
    server.playLoggedIn(
        """
        C: a APPEND Drafts {100}
        S: + *
        C+ only this
        = close
        = on second
        S: * OK *
        C: l LOGIN joe@b.example secret00
        S: l OK *
        C: b STATUS Drafts (MESSAGES)
        S: * STATUS Drafts (MESSAGES 0)
        S: b OK *
        """);
  }

  @Test
  void refusesWhatTheQuotaHasNoRoomFor() throws Exception {
    MailboxConfig small = MailboxConfig.DEFAULT.withQuota(10, 5);
    try (TestServer full =
        new TestServer(ImapConfig.DEFAULT, small, 0, TestServer.Function.PLAIN)) {
      full.playLoggedIn(
          """
          C: a APPEND INBOX {11}
          S: a NO [OVERQUOTA] *
          C: b APPEND INBOX {6}
          S: + *
          C: 123456
          S: b OK *
          C: c SELECT INBOX
          S~ c OK *
          C: d COPY 1 Trash
          S: d NO [OVERQUOTA] *
          """);
    }
  }

  @Test
  void streamsLargeMessages() throws Exception {
    byte[] message = new byte[20_000_000];
    SplittableRandom random = new SplittableRandom(29);
    for (int i = 0; i < message.length; i++) {
      message[i] = (byte) (i % 77 == 75 ? '\r' : i % 77 == 76 ? '\n' : 33 + random.nextInt(90));
    }
    Duration minute = Duration.ofMinutes(1);
    try (Wire wire =
        new Wire(
            server.world(), server.world().network().connect(server.address(), minute), minute)) {
      talk(wire, "a LOGIN joe@b.example secret00");
      wire.write("b APPEND INBOX {" + message.length + "+}\r\n");
      wire.write(message);
      talk(wire, "");
      talk(wire, "c EXAMINE INBOX");
      wire.write("d FETCH 1 BODY.PEEK[]\r\n");
      wire.flush();
      String begins = wire.readLine(1_000, minute).text();
      assertThat(begins).isEqualTo("* 1 FETCH (BODY[] {" + message.length + "}");
      assertThat(wire.readExactly(message.length, minute)).isEqualTo(message);
      assertThat(wire.readLine(1_000, minute).text()).isEqualTo(")");
    }
    Mailbox inbox = server.mailboxes().open(MailboxName.INBOX).orElseThrow();
    Content content = inbox.content(1).orElseThrow();
    assertThat(content.octets()).isEqualTo(message.length);
  }

  /** Sends a line and reads up to the tagged reply. */
  private static void talk(Wire wire, String line) throws IOException {
    wire.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    wire.flush();
    String reply;
    do {
      reply = wire.readLine(10_000, Duration.ofMinutes(1)).text();
    } while (reply.startsWith("* "));
    assertThat(reply).matches("\\w OK .*");
  }
}
