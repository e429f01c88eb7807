package mailroad.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mailroad.mailbox.Drafting;
import mailroad.mailbox.Flags;
import mailroad.mailbox.Mailbox;
import mailroad.wire.Wire;
import org.junit.jupiter.api.Test;

/**
 * What clients are told of mail that is broken: {@code broken.txt} has the messages, {@code broken-structures.txt} what FETCH
 * says of each. Lines end in CRLF; the last one of a message too. A6, A21.
 */
class BrokenMailTest {
  private static final Duration SECONDS = Duration.ofSeconds(20);
  private static final Pattern OCTET = Pattern.compile("\\\\(0|t|x([0-9a-f]{2}))");

  @Test
  void anyMailHasAStructure() throws Exception {
    StringBuilder told = new StringBuilder();
    try (TestServer server = new TestServer(ImapConfig.DEFAULT)) {
      Mailbox inbox = server.mailboxes().inbox();
      String[] messages = read("broken.txt").split("(?m)^### ", -1);
      for (int i = 1; i < messages.length; i++) {
        int end = messages[i].indexOf('\n');
        append(inbox, messages[i].substring(end + 1));
      }
      try (Wire wire =
          new Wire(
              server.world(),
              server.world().network().connect(server.address(), SECONDS),
              SECONDS)) {
        ask(wire, "a LOGIN joe@b.example secret00");
        ask(wire, "b EXAMINE INBOX");
        for (int i = 1; i < messages.length; i++) {
          told.append("### ").append(messages[i].lines().findFirst().orElse("")).append('\n');
          told.append(ask(wire, "c FETCH " + i + " (ENVELOPE BODYSTRUCTURE)"));
          ask(wire, "d FETCH " + i + " (BODY.PEEK[1] BODY.PEEK[1.MIME] BINARY.SIZE[1] PREVIEW)");
        }
      }
    }
    assertThat(told.toString()).isEqualTo(read("broken-structures.txt"));
  }

  private static void append(Mailbox inbox, String text) throws Exception {
    Matcher octet = OCTET.matcher(text.replace("\n", "\r\n"));
    String message =
        octet.replaceAll(found ->
            switch (found.group(1).charAt(0)) {
              case '0' -> "\0";
              case 't' -> "\t";
              default -> String.valueOf((char) Integer.parseInt(found.group(2), 16));
            });
    byte[] octets = message.getBytes(StandardCharsets.ISO_8859_1);
    try (Drafting drafting = inbox.draft()) {
      drafting.write(octets, 0, octets.length);
      inbox.append(drafting.finish(Flags.NONE, java.time.Instant.EPOCH));
    }
  }

  /** What is said up to the tagged answer, which is OK or that a part cannot be decoded. */
  private static String ask(Wire wire, String line) throws Exception {
    wire.write(line + "\r\n");
    wire.flush();
    StringBuilder said = new StringBuilder();
    while (true) {
      String answer = wire.readLine(100_000, SECONDS).text();
      if (answer.startsWith(line.substring(0, 2))) {
        assertThat(answer).matches(". (OK|NO \\[UNKNOWN-CTE\\]) .*");
        return said.toString();
      }
      said.append(answer).append('\n');
    }
  }

  private static String read(String name) throws Exception {
    try (InputStream in = BrokenMailTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
