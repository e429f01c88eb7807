package mailroad.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailroad.app.admin.AdminException;
import mailroad.app.config.ConfigFile;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Network.Connection;
import mailroad.kernel.RealWorld;
import mailroad.kernel.World;
import mailroad.wire.Wire;
import mailroad.wire.script.Player;
import mailroad.wire.script.Script;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may come in at a whole server: a ban holds at every port, whatever earned it. Strangers come through a proxy. */
class DoorTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String CONFIGURATION =
      """
      hostname = "mail.example.org"

      """
          + Nodes.listening("smtp", "submission", "lmtp", "pop3", "imap")
          + """
          [connections]
          proxy-from = ["127.0.0.1"]

          [submission]
          plaintext-login = "always"

          [imap]
          plaintext-login = "always"

          [pop3]
          plaintext-login = "always"

          [store]
          engine = "memory"

          [dns]
          servers = ["127.0.0.1:1"]

          [password]
          memory-kib = 64
          passes = 1
          scram-iterations = 4096
          free-failures = 100

          [guard.door.first-look]
          silence = "0s"

          [guard.door.bans]
          administrators = ["root@example.org"]
          """;

  @TempDir private Path folder;
  private final World world = new RealWorld((name, e) -> {});
  private Node node;

  @BeforeEach
  void open() throws Exception {
    Path file = Files.writeString(folder.resolve("mailroad.toml"), CONFIGURATION);
    node = Node.open(world, ConfigFile.load(file, NodeConfig.DEFAULT), file);
    node.directory().addDomain(new Domain("example.org"));
    node.directory().addAccount(EmailAddress.of("joe@example.org"), "open sesame");
    node.directory().addAccount(EmailAddress.of("root@example.org"), "open barley");
    node.start();
  }

  @AfterEach
  void close() {
    node.close();
  }

  private InetSocketAddress port(String service) {
    String line =
        node.listening().stream()
            .filter(one -> one.startsWith(service + " "))
            .findFirst()
            .orElseThrow();
    return new InetSocketAddress(
        "127.0.0.1", Integer.parseInt(line.substring(line.lastIndexOf(':') + 1)));
  }

  private void play(String service, String from, String script) throws Exception {
    String header = "C+ PROXY TCP4 %s 198.51.100.1 4321 25\\r\\n\n".formatted(from);
    Player.to(world, port(service), PATIENCE).play(Script.parse(header + script)).check();
  }

  /** Connects, reads the greeting, and leaves; the server has noticed when this returns. */
  private void lookAt(String service, String from) throws Exception {
    Connection connection = world.network().connect(Optional.empty(), port(service), PATIENCE);
    Wire wire = new Wire(world, connection, PATIENCE);
    wire.write("PROXY TCP4 %s 198.51.100.1 4321 25\r\n".formatted(from));
    wire.flush();
    wire.readLine(1000, PATIENCE);
    wire.finish();
  }

  private String why(String address) throws Exception {
    return node.operations()
        .call("guard.why", Map.of("address", address))
        .path("text")
        .asString("");
  }

  @Test
  void whoLooksForOpenPortsIsRefusedAtAllOfThem() throws Exception {
    for (String service : List.of("smtp", "imap", "pop3")) {
      lookAt(service, "203.0.113.9");
    }
    int neighbour = 10;
    for (String service : List.of("smtp", "submission", "lmtp", "imap", "pop3")) {
      assertThat(greeting(service, "203.0.113.9")).as(service).contains("may come in for now");
      assertThat(greeting(service, "203.0.113." + neighbour++))
          .as(service)
          .doesNotContain("for now");
    }
    assertThat(why("203.0.113.9"))
        .startsWith("203.0.113.9 may not come in")
        .contains("opens connections and never speaks the protocol");
    assertThat(node.operations().call("guard.bans", Map.of()).get(0).path("refused").asLong(0))
        .isEqualTo(5);
  }

  private String greeting(String service, String from) throws Exception {
    Connection connection = world.network().connect(Optional.empty(), port(service), PATIENCE);
    Wire wire = new Wire(world, connection, PATIENCE);
    try {
      wire.write("PROXY TCP4 %s 198.51.100.1 4321 25\r\n".formatted(from));
      wire.flush();
      return wire.readLine(1000, PATIENCE).text();
    } finally {
      wire.close();
    }
  }

  @Test
  void passwordsGuessedOverAllProtocolsCountTogetherAndTheOwnerComesInA9() throws Exception {
    String guess =
        "S: \\* OK *\nC: a LOGIN joe@example.org guess\nS: a NO *\nC: b LOGOUT\nS~ b OK *\n";
    for (int i = 0; i < 4; i++) {
      play("imap", "203.0.113.9", guess);
      play(
          "pop3",
          "203.0.113.9",
          "S: +OK *\nC: USER joe@example.org\nS: +OK *\nC: PASS guess\nS: -ERR *\nC: QUIT\nS: +OK *\n");
    }
    assertThat(greeting("imap", "203.0.113.9")).startsWith("* OK");
    play(
        "submission",
        "203.0.113.9",
        """
        S: 220 *
        C: EHLO c
        S~ 250 HELP
        C: AUTH PLAIN AGpvZUBleGFtcGxlLm9yZwBndWVzcw==
        S: 535 *
        C: AUTH PLAIN AGpvZUBleGFtcGxlLm9yZwBndWVzcw==
        S: 535 *
        C: QUIT
        S: 221 *
        """);
    assertThat(why("203.0.113.9")).contains("guesses passwords");
    assertThat(greeting("imap", "203.0.113.9")).contains("BYE");
    play(
        "imap",
        "203.0.113.10",
        "S: \\* OK *\nC: a LOGIN joe@example.org \"open sesame\"\nS~ a OK *\n");
  }

  @Test
  void howAClientBehavesCanBeToldToWhoJudgesOffline() throws Exception {
    String content =
        Base64.getEncoder()
            .encodeToString("Subject: x\r\n\r\nx\r\n".getBytes(StandardCharsets.US_ASCII));
    Map<String, Object> message =
        Map.of(
            "content", content,
            "ip", "203.0.113.9",
            "helo", "mail.example.org",
            "mail", "a@away.example",
            "to", List.of("joe@example.org"));
    Map<String, Object> rude = new HashMap<>(message);
    rude.put("conduct", List.of("early-talk"));
    assertThat(judged(message))
        .contains("calls itself mail.example.org")
        .doesNotContain("did not wait");
    assertThat(judged(rude)).contains("the sending program did not wait for its turn");
    assertThat(why("203.0.113.9")).as("nothing is learned of it").contains("nothing is known");
  }

  private String judged(Map<String, Object> message) throws Exception {
    return node.operations().call("guard.judge", message).path("text").asString("");
  }

  @Test
  void anAdministratorBansAndUnbansButNotItself() throws Exception {
    node.operations().call("guard.ban", Map.of("network", "203.0.113.0/24", "reason", "x"));
    assertThat(greeting("smtp", "203.0.113.9")).startsWith("421");
    node.operations().call("guard.unban", Map.of("network", "203.0.113.0/24"));
    assertThat(greeting("smtp", "203.0.113.9")).startsWith("220");
    assertThatThrownBy(
            () -> node.operations().call("guard.unban", Map.of("network", "203.0.113.0/24")))
        .isInstanceOf(AdminException.class)
        .hasMessageContaining("is not banned");
    assertThatThrownBy(() -> node.operations().call("guard.ban", Map.of("network", "127.0.0.1")))
        .hasMessage("127.0.0.1/32 is never banned: it is this machine's own");
    play(
        "imap",
        "203.0.113.77",
        "S: \\* OK *\nC: a LOGIN root@example.org \"open barley\"\nS~ a OK *\n");
    assertThatThrownBy(() -> node.operations().call("guard.ban", Map.of("network", "203.0.113.77")))
        .hasMessage("203.0.113.77/32 is never banned: an administrator logged in from there last");
  }
}
