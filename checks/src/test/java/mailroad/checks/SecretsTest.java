package mailroad.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who else is on the machine learns no secret of a running server (A19). */
class SecretsTest {
  private static final String WRONG = "Not-The-Password-4711";
  private static final String NEW = "Another-Password-4712";

  @TempDir private Path folder;

  @Test
  void noSecretComesIntoTheLogOrTheListOfProcessesA19() throws Exception {
    try (ServerProcess server = ServerProcess.start(folder.resolve("server"), "example.org")) {
      server.terminate();
      Path config = server.folder().resolve("mailroad.toml");
      Files.writeString(config, Files.readString(config) + "\n[log]\nlevel = \"debug\"\n");
      server.serve();
      ServerProcess.run(
          NEW + "\n", "account", "add", "berta@example.org", "--config", config.toString());
      logIn(server, "submissions", "EHLO c", "AUTH PLAIN " + plain(server.login(), WRONG), "535");
      logIn(
          server,
          "submissions",
          "EHLO c",
          "AUTH PLAIN " + plain(server.login(), server.password()),
          "235");
      logIn(server, "pop3s", "USER " + server.login(), "PASS " + WRONG, "-ERR");
      logIn(server, "pop3s", "USER " + server.login(), "PASS " + server.password(), "+OK");
      logIn(server, "pop3s", "USER berta@example.org", "PASS " + NEW, "+OK");
      Path proc = Path.of("/proc", Long.toString(server.handle().pid()));
      String seen = Files.readString(server.log(), StandardCharsets.UTF_8);
      if (Files.exists(proc)) {
        seen +=
            Files.readString(proc.resolve("cmdline"), StandardCharsets.ISO_8859_1)
                + Files.readString(proc.resolve("environ"), StandardCharsets.ISO_8859_1);
      }
      assertThat(seen).contains("login denied", server.login());
      for (String secret : List.of(WRONG, NEW, server.password())) {
        assertThat(seen)
            .doesNotContain(secret)
            .doesNotContain(plain(server.login(), secret))
            .doesNotContain(base64(secret));
      }
    }
  }

  private static void logIn(
      ServerProcess server, String service, String before, String login, String answer)
      throws Exception {
    try (Socket socket = server.connectByTls(service)) {
      Talk talk = new Talk(socket);
      talk.hear();
      talk.say(before);
      assertThat(talk.say(login)).startsWith(answer);
    }
  }

  private static String plain(String login, String password) {
    return base64("\0" + login + "\0" + password);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void filesAreTheirOwnersAloneA19() throws Exception {
    try (ServerProcess server = ServerProcess.start(folder.resolve("server"), "example.org")) {
      Map<String, String> expected =
          Map.of(
              "data", "rwx------",
              "data/keys", "rwx------",
              "data/content", "rwx------",
              "data/admin.sock", "rw-------",
              "data/lock", "rw-------",
              "tls", "rwx------",
              "tls/key.pem", "rw-------");
      expected.forEach((name, permissions) ->
          assertThat(permissions(server.folder().resolve(name))).as(name).isEqualTo(permissions));
      server.terminate();
      open(server.folder().resolve("data"));
      server.serve();
      assertThat(permissions(server.folder().resolve("data"))).isEqualTo("rwx------");
    }
  }

  private static void open(Path path) throws Exception {
    Files.setPosixFilePermissions(
        path, PosixFilePermissions.fromString(Files.isDirectory(path) ? "rwxr-xr-x" : "rw-r--r--"));
  }

  private static String permissions(Path path) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
