package mailroad.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mailroad.app.admin.Json;
import mailroad.dns.DnsServerConfig;
import mailroad.dns.Zone;
import mailroad.dns.ZoneServer;
import mailroad.kernel.RealWorld;
import mailroad.kernel.World;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The command line as people use it: with the server running, and with the server off. */
class CommandsTest {
  private static final Pattern ID = Pattern.compile("[0-9A-HJKMNP-TV-Z]{13}");

  @TempDir private Path folder;

  @Test
  void managesAServerThatRuns() throws Exception {
    try (ServerProcess server = ServerProcess.start(folder.resolve("s"), "example.org")) {
      assertThat(ask("a long password\n", "account", "add", "anna@example.org"))
          .contains("anna@example.org has an account");
      assertThat(ask("", "account", "list")).contains("admin@example.org", "anna@example.org");
      assertThat(ask("", "alias", "add", "sales@example.org", "anna@example.org"))
          .contains("sales@example.org");
      assertThat(ask("", "status")).contains("runs since", "imaps 127.0.0.1:");
      String id = id(ask("Hello.\n", "send", "-f", "admin@example.org", "sales@example.org"));
      assertThat(ask("", "trace", id))
          .contains("sales@example.org is an alias", "into INBOX of anna@example.org, uid 1");
      assertThat(ask("", "explain", "admin@example.org", "sales@example.org"))
          .contains("to a mailbox here");
      assertThat(ask("", "search", "rebuild")).contains("made anew");
      assertThat(Json.parse(ask("", "search", "status", "--json")).has("messages")).isTrue();
      assertThat(Json.parse(ask("", "account", "list", "--json"))).hasSize(2);
      assertThat(say("", "account", "add", "bob@elsewhere.example").status()).isEqualTo(1);
    }
  }

  @Test
  void managesTheQueueOfAServerThatIsOff() throws Exception {
    Path config = folder.resolve("s/mailroad.toml");
    ServerProcess.run(
        "", "init", "example.org", "--local", "--dir", folder.resolve("s").toString());
    Files.writeString(config, "\n[dns]\nservers = [\"127.0.0.1:9\"]\n", StandardOpenOption.APPEND);
    assertThat(ask("", "queue", "list")).contains("The queue is empty");
    assertThat(ask("", "search", "status")).contains("not in use");
    assertThat(ask("", "search", "rebuild")).contains("made anew");
    String id = id(ask("Hello.\n", "send", "-f", "admin@example.org", "bob@example.com"));
    assertThat(ask("", "queue", "list")).contains(id, "bob@example.com");
    assertThat(ask("", "queue", "hold", id)).contains("1 message is held");
    assertThat(ask("", "queue", "show", id)).contains("held        yes", "Received: ");
    assertThat(ask("", "queue", "release", "--all")).contains("1 message is released");
    assertThat(ask("", "explain", "<>", "bob@example.com")).contains("not now: 451");
    ask("", "alias", "add", "out@example.org", "bob@example.com", "admin@example.org");
    assertThat(ask("", "explain", "<>", "out@example.org"))
        .contains("out@example.org: passed on to 2 addresses")
        .contains("[alias out@example.org -> bob@example.com, admin@example.org]")
        .contains("to bob@example.com: not now: 451", "to admin@example.org: to a mailbox here");
    JsonNode out = Json.parse(ask("", "explain", "<>", "out@example.org", "--json"));
    assertThat(out.get("passed-on-to").get(1).get("to").asString()).isEqualTo("admin@example.org");
    assertThat(ask("", "queue", "remove", id)).contains("1 message is removed");
    assertThat(ask("", "queue", "list", "--json").strip()).isEqualTo("[ ]");
  }

  @Test
  void lettersThatCarryProgramsAreKeptUntilSomebodyDecides() throws Exception {
    String letter =
        """
        Subject: tool
        MIME-Version: 1.0
        Content-Type: application/octet-stream; name="tool.exe"
        Content-Transfer-Encoding: base64

        TVqQAAMAAAAEAAAA//8AALgAAAAAAAAAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
        """;
    try (ServerProcess server = ServerProcess.start(folder.resolve("s"), "example.org")) {
      ask("a long password\n", "account", "add", "anna@example.org");
      String to = "anna@example.org";
      String id = id(ask(letter, "send", "-f", "admin@example.org", to, "admin@example.org"));
      assertThat(ask("", "quarantine", "list", "--recipient", to)).contains(id, "tool", " +1");
      assertThat(ask("", "quarantine", "show", id))
          .contains("kept for    being dangerous", "insists: quarantine", "Subject: tool");
      Path file = folder.resolve("tool.eml");
      assertThat(ask("", "quarantine", "download", id, file.toString())).contains("take care");
      assertThat(Files.readString(file)).startsWith("Received: ").contains("TVqQAAMAAAAEAAAA");
      assertThat(say("", "quarantine", "download", id, file.toString()).status()).isEqualTo(1);
      assertThat(say("", "quarantine", "release", id, "--all").text()).contains("is dangerous");
      assertThat(ask("", "quarantine", "release", id, "--to", to, "--as-attachment"))
          .contains("Released to anna@example.org as ");
      assertThat(ask("", "quarantine", "delete", id)).contains("is deleted");
      assertThat(ask("", "quarantine", "list")).contains("Nothing is kept.");
      assertThat(ask("", "quarantine", "history", id))
          .contains("kept from", "downloaded", "released to anna@example.org", "deleted");
      assertThat(ask("", "quarantine", "expire")).contains("0 messages are dropped");
      assertThat(ask("", "trace", id)).contains("into INBOX of anna@example.org, uid 1");
    }
  }

  @Test
  void showsWhatDnsSaysAboutADomain() throws Exception {
    String zone =
        """
        @ 300 IN SOA a.root. admin 1 3600 600 86400 60
        @ NS a.root.
        example.net MX 10 mx.example.net.
        mx.example.net A 192.0.2.1
        example.net TXT "v=spf1 mx -all"
        1.2.0.192.in-addr.arpa PTR mx.example.net.
        """;
    InetSocketAddress any = new InetSocketAddress(InetAddress.ofLiteral("127.0.53.9"), 0);
    World world = new RealWorld((name, e) -> {});
    try (ZoneServer dns =
        new ZoneServer(
            world, DnsServerConfig.DEFAULT, any, List.of(Zone.parse(".", "$TTL 300\n" + zone)))) {
      Path config = folder.resolve("s/mailroad.toml");
      ServerProcess.run(
          "", "init", "example.org", "--local", "--dir", folder.resolve("s").toString());
      Files.writeString(
          config,
          "\n[dns]\nmode = \"iterative\"\nroot-hints = [\"a.root 127.0.53.9#%d\"]\n"
              .formatted(dns.address().getPort()),
          StandardOpenOption.APPEND);
      assertThat(ask("", "dns", "example.net"))
          .contains(
              "asked a.root at 127.0.53.9",
              "example.net. 300 IN MX 10 mx.example.net.",
              "Advice",
              "good     SPF: v=spf1 mx -all",
              "missing  DMARC: no v=DMARC1 record at _dmarc.example.net");
      assertThat(ask("", "dns", "--fresh", "--type", "ptr", "192.0.2.1"))
          .contains("1.2.0.192.in-addr.arpa. 300 IN PTR mx.example.net.");
      JsonNode json = Json.parse(ask("", "dns", "--json", "-t", "MX", "example.net"));
      assertThat(json.at("/questions/0/answer").asString()).isEqualTo("found");
      assertThat(json.at("/questions/0/steps/0/server").asString()).isEqualTo("a.root");
      assertThat(say("", "dns", "-t", "X9", "example.net").status()).isEqualTo(1);
    }
  }

  @Test
  void reportsAllFaultsOfAConfigurationAtOnce() throws Exception {
    Path config = folder.resolve("wrong.toml");
    Files.writeString(
        config,
        """
        hostnaem = "mail.example.org"

        [listen]
        smtp = ["here"]

        [mta.queue]
        retry-first = 5
        """);
    ServerProcess.Said said =
        ServerProcess.say("", "config", "check", "--config", config.toString());
    assertThat(said.status()).isEqualTo(78);
    assertThat(said.text())
        .contains(
            "wrong.toml:1:1: unknown key \"hostnaem\"; did you mean \"hostname\"?",
            "wrong.toml:4:1: smtp has \"here\", which is not an address",
            "wrong.toml:7:1: retry-first must be a time such as");
  }

  @Test
  void explainsItself() throws Exception {
    for (String command :
        List.of(
            "init",
            "serve",
            "domain",
            "account",
            "queue",
            "quarantine",
            "explain",
            "trace",
            "probe",
            "dns",
            "send")) {
      assertThat(ServerProcess.run("", command, "--help")).contains("Usage: mailroad " + command);
    }
    assertThat(ServerProcess.say("", "frobnicate").status()).isEqualTo(2);
  }

  private ServerProcess.Said say(String input, String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--config", folder.resolve("s/mailroad.toml").toString()));
    return ServerProcess.say(input, all.toArray(String[]::new));
  }

  private String ask(String input, String... arguments) throws Exception {
    ServerProcess.Said said = say(input, arguments);
    assertThat(said.status()).as(said.text()).isZero();
    return said.text();
  }

  private static String id(String said) {
    Matcher matcher = ID.matcher(said);
    assertThat(matcher.find()).as(said).isTrue();
    return matcher.group();
  }
}
