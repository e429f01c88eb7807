package mailroad.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real mail clients against a real server: the scripts in {@code src/test/clients}, each a test. */
class ClientsTest {
  private static final Path SCRIPTS = Sources.ROOT.resolve("checks/src/test/clients");
  private static final int NOT_INSTALLED = 77;
  private static final String OTHER = "other@example.org";

  @TempDir private static Path folder;
  private static ServerProcess server;

  @BeforeAll
  static void startTheServer() throws Exception {
    server = ServerProcess.start(folder.resolve("server"), "example.org");
    String config = server.folder().resolve("mailroad.toml").toString();
    ServerProcess.run(server.password() + "\n", "account", "add", OTHER, "--config", config);
  }

  @AfterAll
  static void stopTheServer() throws Exception {
    if (server != null) {
      server.close();
    }
  }

  static Stream<String> scripts() throws IOException {
    try (Stream<Path> files = Files.list(SCRIPTS)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(".sh") && !name.equals("lib.sh"))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scripts")
  void works(String script) throws Exception {
    run(SCRIPTS.resolve(script), Map.of("HERE", SCRIPTS.toAbsolutePath().toString()));
  }

  private static void run(Path script, Map<String, String> more) throws Exception {
    Path work = Files.createDirectory(folder.resolve("work-" + script.getFileName()));
    ProcessBuilder builder =
        new ProcessBuilder("timeout", "-k", "5", "300", "bash", script.toAbsolutePath().toString())
            .directory(work.toFile())
            .redirectErrorStream(true);
    builder.environment().putAll(environment());
    builder.environment().putAll(more);
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.waitFor();
    assumeTrue(status != NOT_INSTALLED, said);
    assertThat(status).as(said).isZero();
  }

  private static Map<String, String> environment() {
    Map<String, String> out = new TreeMap<>();
    for (String service :
        java.util.List.of("smtp", "submission", "submissions", "pop3", "pop3s", "imap", "imaps")) {
      out.put(service.toUpperCase(java.util.Locale.ROOT), Integer.toString(server.port(service)));
    }
    out.put("HOST", "127.0.0.1");
    out.put("LOGIN", server.login());
    out.put("OTHER", OTHER);
    out.put("PASSWORD", server.password());
    out.put("CERTIFICATE", server.certificate().toString());
    return out;
  }
}
