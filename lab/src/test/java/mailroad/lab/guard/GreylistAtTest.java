package mailroad.lab.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mailroad.app.Node;
import mailroad.app.NodeConfig;
import mailroad.app.config.ConfigFile;
import mailroad.dns.FixedResolver;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Event;
import mailroad.kernel.World;
import mailroad.lab.sim.Simulation;
import mailroad.store.memory.MemoryStore;
import mailroad.wire.ClientTrust;
import mailroad.wire.script.Player;
import mailroad.wire.script.Script;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code greylist-at}: a whole message that looks suspect has to come back, over SMTP and in virtual time. */
class GreylistAtTest {
  private static final String LATER = "451 4.7.1 Greylisted*";
  private static final String TAKEN = "250 2.0.0 OK queued as *";
  private static final String RECORDS =
      """
      clean.example. 300 IN TXT "v=spf1 ip4:10.7.1.2 -all"
      clean.example. 300 IN MX 10 mail.clean.example.
      mail.clean.example. 300 IN A 10.7.1.2
      mail.clean.example. 300 IN TXT "v=spf1 a -all"
      2.1.7.10.in-addr.arpa. 300 IN PTR mail.clean.example.
      _dmarc.clean.example. 300 IN TXT "v=DMARC1; p=reject"
      away.example. 300 IN MX 10 mail.away.example.
      mail.away.example. 300 IN A 10.7.1.1
      """;
  private static final String CONFIGURATION =
      """
      hostname = "mx.here.example"

      [listen]
      smtp = ["10.7.0.1:25"]
      submission = []
      submissions = []
      lmtp = []
      pop3 = []
      pop3s = []
      imap = []
      imaps = []

      [password]
      memory-kib = 64
      passes = 1
      scram-iterations = 4096

      [guard.door.greylist]
      whom = "nobody"
      delay = "5m"

      [guard.policy.incoming]
      greylist-at = ${at}
      """;
  private static final String SCRIPT =
      """
      S: 220 *
      C: EHLO mail.${from}
      S~ 250 *
      C: MAIL FROM:<joe@${from}>
      S: 250 *
      C: RCPT TO:<anna@here.example>
      S: 250 *
      C: RCPT TO:<bert@here.example>
      S: 250 *
      C: DATA
      S: 354 *
      C: From: joe@${from}
      C: To: anna@here.example
      C: Subject: Hello
      C: Date: Thu, 01 Jan 2026 00:00:00 +0000
      C: Message-ID: <1@${from}>
      C:
      C: Good morning.
      C: .
      S: ${reply}
      C: QUIT
      S: 221 *
      """;

  private final Simulation simulation = new Simulation(11);
  private final World here = simulation.machine("here", "10.7.0.1");
  private final World away = simulation.machine("away", "10.7.1.1");
  private final World clean = simulation.machine("clean", "10.7.1.2");
  private final List<String> verdicts = new ArrayList<>();
  private Optional<Node> node = Optional.empty();

  private void open(String at) throws Exception {
    Node opened =
        new Node(
            ConfigFile.parse(
                "mailroad.toml", CONFIGURATION.replace("${at}", at), NodeConfig.DEFAULT),
            new Node.Ground(
                here,
                new MemoryStore(here),
                FixedResolver.of(RECORDS),
                Set.of(),
                Optional.empty(),
                ClientTrust.any()));
    node = Optional.of(opened);
    opened
        .journal()
        .listen(event -> {
          if (event instanceof Event.Judged judged) {
            verdicts.add(judged.verdict());
          }
        });
    play(() -> {
      opened.directory().addDomain(new Domain("here.example"));
      for (String name : List.of("anna", "bert")) {
        opened.directory().addAccount(EmailAddress.of(name + "@here.example"), "open sesame");
      }
      opened.start();
    });
  }

  @AfterEach
  void close() throws Exception {
    if (node.isPresent()) {
      play(() -> node.get().close());
    }
  }

  private void play(mailroad.kernel.Task.Body act) throws Exception {
    simulation.play(Duration.ofHours(1), act);
  }

  private void send(World by, String from, String reply) throws Exception {
    Script script = Script.parse(SCRIPT, Map.of("from", from, "reply", reply));
    InetSocketAddress server = new InetSocketAddress(InetAddress.ofLiteral("10.7.0.1"), 25);
    play(() -> Player.to(by, server, Duration.ofMinutes(2)).play(script).check());
  }

  @Test
  void whatLooksSuspectHasToComeBackAndThenPasses() throws Exception {
    open("1.0");
    send(away, "away.example", LATER);
    simulation.run(Duration.ofMinutes(2));
    send(away, "away.example", LATER);
    simulation.run(Duration.ofMinutes(4));
    // For all of its recipients at once, though the first was put off alone.
    send(away, "away.example", TAKEN);
    send(away, "away.example", TAKEN);
    simulation.run(Duration.ofDays(40));
    send(away, "away.example", LATER);
  }

  @Test
  void whatLooksGoodPassesAtOnce() throws Exception {
    open("1.0");
    send(clean, "clean.example", TAKEN);
  }

  @Test
  void zeroIsForNever() throws Exception {
    open("0.0");
    send(away, "away.example", TAKEN);
  }

  @Test
  void theJourneySaysThatItWasPutOff() throws Exception {
    open("1.0");
    send(away, "away.example", LATER);
    assertThat(verdicts).singleElement().asString().startsWith("put off, accept, score ");
  }
}
