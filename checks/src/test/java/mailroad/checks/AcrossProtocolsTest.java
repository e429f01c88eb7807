package mailroad.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens over one protocol is seen over the others, and at once by those who wait for it. */
class AcrossProtocolsTest {
  @TempDir private Path folder;

  private ServerProcess server;

  @BeforeEach
  void start() throws Exception {
    server = ServerProcess.start(folder.resolve("server"), "example.org");
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  /** Lines there and back. */
  private record Line(Socket socket, BufferedReader in) implements AutoCloseable {
    static Line over(Socket socket) throws IOException {
      socket.setSoTimeout(20_000);
      return new Line(
          socket,
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)));
    }

    void say(String line) throws IOException {
      socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Hears lines until one begins like that, and gives it. */
    String until(String beginning) throws IOException {
      while (true) {
        String line = in.readLine();
        if (line == null) {
          throw new IOException("cut, where this was expected: " + beginning);
        }
        if (line.startsWith(beginning)) {
          return line;
        }
      }
    }

    String ask(String line, String answer) throws IOException {
      say(line);
      return until(answer);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private Line imap() throws IOException, GeneralSecurityException {
    Line imap = Line.over(server.connectByTls("imaps"));
    imap.until("* OK");
    imap.ask("l LOGIN %s %s".formatted(server.login(), server.password()), "l OK");
    imap.ask("s SELECT INBOX", "s OK");
    return imap;
  }

  private Line pop3() throws IOException, GeneralSecurityException {
    Line pop3 = Line.over(server.connectByTls("pop3s"));
    pop3.until("+OK");
    pop3.ask("USER " + server.login(), "+OK");
    pop3.ask("PASS " + server.password(), "+OK");
    return pop3;
  }

  private void deliver(String subject) throws IOException {
    try (Line smtp = Line.over(new Socket("127.0.0.1", server.port("smtp")))) {
      smtp.until("220 ");
      smtp.ask("EHLO writer.example", "250 ");
      smtp.ask("MAIL FROM:<somebody@remote.example>", "250 ");
      smtp.ask("RCPT TO:<" + server.login() + ">", "250 ");
      smtp.ask("DATA", "354 ");
      smtp.ask("Subject: " + subject + "\r\n\r\nHello.\r\n.", "250 ");
      smtp.ask("QUIT", "221 ");
    }
  }

  @Test
  void anIdleClientHearsOfMailThatComesAndOfMailThatIsFetched() throws Exception {
    try (Line imap = imap()) {
      imap.ask("i IDLE", "+ ");
      deliver("one");
      deliver("two");
      imap.until("* 2 EXISTS");
      try (Line pop3 = pop3()) {
        assertThat(pop3.ask("STAT", "+OK")).startsWith("+OK 2 ");
        pop3.ask("DELE 1", "+OK");
        pop3.ask("QUIT", "+OK");
      }
      imap.until("* 1 EXPUNGE");
      imap.ask("DONE", "i OK");
      assertThat(imap.ask("f FETCH 1:* BODY.PEEK[HEADER.FIELDS (SUBJECT)]", "Subject"))
          .isEqualTo("Subject: two");
    }
  }

  @Test
  void aClientWithNotifyHearsOfMailInOtherMailboxes() throws Exception {
    try (Line imap = imap()) {
      imap.ask("n NOTIFY SET (personal (MessageNew MessageExpunge))", "n OK");
      imap.ask("e SELECT Sent", "e OK");
      deliver("one");
      assertThat(imap.until("* STATUS INBOX")).contains("MESSAGES 1");
    }
  }

  /** RFC 1939 section 3: a maildrop is as it was when it was opened, but what others remove cannot be read. */
  @Test
  void whatIsExpungedCannotBeRetrieved() throws Exception {
    deliver("one");
    deliver("two");
    try (Line imap = imap();
        Line pop3 = pop3()) {
      assertThat(pop3.ask("STAT", "+OK")).startsWith("+OK 2 ");
      imap.ask("a STORE 1 +FLAGS.SILENT (\\Deleted)", "a OK");
      imap.ask("b EXPUNGE", "b OK");
      pop3.ask("RETR 1", "-ERR");
      pop3.ask("RETR 2", "+OK");
      pop3.until(".");
      pop3.ask("DELE 2", "+OK");
      pop3.ask("QUIT", "");
      imap.ask("c NOOP", "* 1 EXPUNGE");
    }
  }
}
