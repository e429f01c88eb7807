package mailroad.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server whose mail ClamAV and opendkim look at: as long as they live, and when they are dead. */
class OutsideFiltersTest {
  private static final String MALWARE = "Mailroad's own test signature: nothing to worry about";

  @TempDir private Path folder;

  @Test
  void mailFlowsByTheStatedRulesWhateverBecomesOfTheFilters() throws Exception {
    Process clamd = clamd();
    Process opendkim = opendkim();
    try (ServerProcess server = ServerProcess.start(folder.resolve("server"), "example.org")) {
      server.terminate();
      Files.writeString(
          server.folder().resolve("mailroad.toml"),
          """

          [[guard.filters.clamd]]
          address = "unix:%s"
          on-failure = "mark"

          [[guard.filters.milters]]
          name = "opendkim"
          address = "unix:%s"
          on-failure = "defer"
          """
              .formatted(folder.resolve("clamd.sock"), folder.resolve("opendkim.sock")),
          StandardOpenOption.APPEND);
      server.serve();
      await(clamd, folder.resolve("clamd.sock"));
      await(opendkim, folder.resolve("opendkim.sock"));

      String good = send(server, "Hello.");
      assertThat(good).startsWith("250 ");
      assertThat(newest(server)).contains("DKIM-Signature: v=1;", "Hello.");
      assertThat(trace(server, good)).contains("clamd looked at it", "opendkim changes it");

      String bad = send(server, MALWARE);
      assertThat(bad).startsWith("250 ");
      assertThat(trace(server, bad)).contains("Mailroad.Test", "quarantined");
      assertThat(newest(server)).contains("Hello.").doesNotContain(MALWARE);

      clamd.destroyForcibly().waitFor();
      String unchecked = send(server, "Hello again.");
      assertThat(unchecked).startsWith("250 ");
      assertThat(newest(server)).contains("Mailroad-Unchecked: clamd", "Hello again.");
      assertThat(trace(server, unchecked)).contains("the message is marked and goes on");

      opendkim.destroyForcibly().waitFor();
      assertThat(send(server, "Too early.")).startsWith("451 4.7.1 ");
    } finally {
      clamd.destroyForcibly().waitFor();
      opendkim.destroyForcibly().waitFor();
    }
  }

  private Process clamd() throws IOException {
    String program = installed("/usr/sbin/clamd");
    Path database = Files.createDirectory(folder.resolve("db"));
    byte[] signature = MALWARE.getBytes(StandardCharsets.US_ASCII);
    Files.writeString(
        database.resolve("own.ndb"),
        "Mailroad.Test:0:*:%s\n".formatted(HexFormat.of().formatHex(signature)));
    Path config = folder.resolve("clamd.conf");
    Files.writeString(
        config,
        "Foreground yes\nLocalSocket %s\nDatabaseDirectory %s\n"
            .formatted(folder.resolve("clamd.sock"), database));
    return start("clamd", program, "-c", config.toString());
  }

  private Process opendkim() throws IOException, InterruptedException {
    String program = installed("/usr/sbin/opendkim");
    String keys = installed("/usr/sbin/opendkim-genkey");
    start("keys", keys, "-s", "test", "-d", "example.org", "-D", folder.toString()).waitFor();
    Path config = folder.resolve("opendkim.conf");
    Files.writeString(
        config,
        """
        Socket local:FOLDER/opendkim.sock
        Domain example.org
        Selector test
        KeyFile FOLDER/test.private
        Mode s
        Background no
        Syslog no
        RequireSafeKeys no
        """
            .replace("FOLDER", folder.toString()));
    return start("opendkim", program, "-f", "-x", config.toString());
  }

  private static String installed(String program) {
    assumeTrue(Files.isExecutable(Path.of(program)), program + " is not installed here");
    return program;
  }

  private Process start(String name, String... command) throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve(name + ".log").toFile())
        .start();
  }

  /** They have had all the time that the server took to start; a little more may be needed on a busy machine. */
  private static void await(Process process, Path socket) throws InterruptedException {
    while (process.isAlive() && !listens(socket)) {
      process.waitFor(20, java.util.concurrent.TimeUnit.MILLISECONDS);
    }
    assertThat(process.isAlive()).isTrue();
  }

  /** The socket stands in the folder a moment before anybody listens on it. */
  private static boolean listens(Path socket) {
    try (SocketChannel _ = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static String send(ServerProcess server, String text) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", server.port("smtp"))) {
      Talk talk = new Talk(socket);
      talk.hear();
      talk.say("EHLO writer.example");
      talk.say("MAIL FROM:<%s>".formatted(server.login()));
      talk.say("RCPT TO:<%s>".formatted(server.login()));
      talk.say("DATA");
      return talk.say(
          "From: %s\r\nSubject: test\r\nMessage-ID: <%d@example.org>\r\n\r\n%s\r\n."
              .formatted(server.login(), text.hashCode(), text));
    }
  }

  private static String trace(ServerProcess server, String reply) throws Exception {
    String id = reply.substring(reply.lastIndexOf(' ') + 1);
    return ServerProcess.run(
        "", "trace", id, "--config", server.folder().resolve("mailroad.toml").toString());
  }

  /** The last message of the mailbox, by POP3 over TLS. */
  private static String newest(ServerProcess server) throws IOException, GeneralSecurityException {
    try (Socket socket = server.connectByTls("pop3s")) {
      Talk talk = new Talk(socket);
      talk.hear();
      talk.say("USER " + server.login());
      talk.say("PASS " + server.password());
      String last = talk.say("STAT").split(" ", -1)[1];
      talk.say("RETR " + last);
      StringBuilder out = new StringBuilder();
      for (String line = talk.hear(); !line.equals("."); line = talk.hear()) {
        out.append(line).append('\n');
      }
      talk.say("QUIT");
      return out.toString();
    }
  }
}
