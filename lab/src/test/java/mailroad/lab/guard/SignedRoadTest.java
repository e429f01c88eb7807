package mailroad.lab.guard;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mailroad.app.Node;
import mailroad.app.NodeConfig;
import mailroad.app.config.ConfigFile;
import mailroad.dns.FixedResolver;
import mailroad.dns.Resolver;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.ReversePath;
import mailroad.kernel.Task;
import mailroad.kernel.World;
import mailroad.lab.sim.Simulation;
import mailroad.mailbox.Alias;
import mailroad.mailbox.Mailbox;
import mailroad.mailbox.MailboxName;
import mailroad.store.memory.MemoryStore;
import mailroad.wire.ClientTrust;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Three whole servers that write to each other over SMTP, found by DNS as their own commands say that it is to be: what one
 * signs the next verifies, and seals where it goes on; and what a server itself writes is signed as well.
 */
class SignedRoadTest {
  private static final Duration LONG = Duration.ofHours(6);
  private static final Duration ON_THE_ROAD = Duration.ofMinutes(20);
  private static final EmailAddress ANNA = EmailAddress.of("anna@a.example");
  private static final EmailAddress BOB = EmailAddress.of("bob@b.example");
  private static final EmailAddress CARL = EmailAddress.of("carl@c.example");
  private static final EmailAddress NOBODY = EmailAddress.of("nobody@c.example");
  private static final EmailAddress LIST = EmailAddress.of("list@b.example");

  private final Simulation simulation = new Simulation(11);
  private final Map<EmailAddress, Node> nodes = new LinkedHashMap<>();
  private String zone = "";
  private Resolver records = FixedResolver.of("");
  private final Resolver resolver = (name, type) -> records.resolve(name, type);

  @BeforeEach
  void threeServersStand() throws Exception {
    for (EmailAddress who : List.of(ANNA, BOB, CARL)) {
      String domain = who.domain().name();
      String address = "192.0.2." + (nodes.size() + 1);
      World world = simulation.machine("mx." + domain, address);
      play(world, () -> nodes.put(who, serve(world, domain, address, who)));
    }
    records = FixedResolver.of(zone);
  }

  @AfterEach
  void nothingBroke() {
    assertThat(simulation.failures()).isEmpty();
    simulation.close();
  }

  private void play(World world, Task.Body act) throws Exception {
    Exception[] failure = {null};
    simulation.play(
        LONG,
        () ->
            world
                .start(
                    "act",
                    () -> {
                      try {
                        act.run();
                      } catch (Exception e) {
                        failure[0] = e;
                      }
                    })
                .join());
    if (failure[0] != null) {
      throw failure[0];
    }
  }

  private Node serve(World world, String domain, String address, EmailAddress who)
      throws Exception {
    String config =
        """
        hostname = "mx.%s"

        [listen]
        smtp = ["%s:25"]
        submission = []
        submissions = []
        pop3 = []
        pop3s = []
        imap = []
        imaps = []

        [password]
        memory-kib = 64
        passes = 1
        scram-iterations = 4096

        [guard.content]
        submitted = false

        [guard.quarantine]
        tell-senders = "vouched"
        """
            .formatted(domain, address);
    Node node =
        new Node(
            ConfigFile.parse("mailroad.toml", config, NodeConfig.DEFAULT),
            new Node.Ground(
                world,
                new MemoryStore(world),
                resolver,
                Set.of(InetAddress.ofLiteral(address)),
                Optional.empty(),
                ClientTrust.any()));
    node.directory().addDomain(new Domain(domain));
    node.directory().addAccount(who, "open sesame");
    publish(node, domain, address);
    node.start();
    return node;
  }

  private void publish(Node node, String domain, String address) throws Exception {
    StringBuilder out = new StringBuilder(zone);
    out.append(
        """
        DOMAIN. 300 IN MX 10 mx.DOMAIN.
        DOMAIN. 300 IN TXT "v=spf1 mx -all"
        _dmarc.DOMAIN. 300 IN TXT "v=DMARC1; p=reject"
        mx.DOMAIN. 300 IN A ADDRESS
        mx.DOMAIN. 300 IN TXT "v=spf1 a -all"
        LAST.2.0.192.in-addr.arpa. 300 IN PTR mx.DOMAIN.
        """
            .replace("DOMAIN", domain)
            .replace("ADDRESS", address)
            .replace("LAST", address.substring(address.lastIndexOf('.') + 1)));
    node.operations()
        .call("dkim.create", Map.of("domain", domain, "use", true))
        .forEach(key -> out.append(key.path("record").asString("")).append('\n'));
    zone = out.toString();
  }

  private void write(EmailAddress from, EmailAddress to, String more) throws Exception {
    String letter = "From: <%s>\r\nTo: <%s>\r\nSubject: Hello\r\n%s".formatted(from, to, more);
    Node node = nodes.get(from);
    play(
        simulation.world("mx." + from.domain()),
        () ->
            node.mta()
                .submit(
                    ReversePath.of(from),
                    List.of(to),
                    new ByteArrayInputStream(letter.getBytes(US_ASCII)),
                    "test"));
    simulation.run(ON_THE_ROAD);
  }

  /** The newest message of somebody, its fields unfolded. */
  private String newest(EmailAddress who) throws Exception {
    String[] read = {""};
    Node node = nodes.get(who);
    play(
        simulation.world("mx." + who.domain()),
        () -> {
          Mailbox inbox =
              node.mailboxes()
                  .of(node.directory().account(who).orElseThrow())
                  .open(MailboxName.INBOX)
                  .orElseThrow();
          if (!inbox.snapshot().messages().isEmpty()) {
            long uid = inbox.snapshot().messages().getLast().uid();
            read[0] = new String(inbox.content(uid).orElseThrow().bytes(1 << 20), US_ASCII);
          }
        });
    return read[0].replaceAll("\r\n[ \t]+", " ");
  }

  @Test
  void whatOneSignsTheOtherVerifies() throws Exception {
    write(ANNA, BOB, "\r\nGood  morning.\r\n\r\n");
    String got = newest(BOB);
    assertThat(got)
        .contains("Received: from mx.a.example ")
        .containsPattern("Authentication-Results: mx.b.example;[^\r]* iprev=pass")
        .contains("spf=pass", "dkim=pass header.d=a.example", "dmarc=pass")
        .contains("Good  morning.");
    assertThat(got.split("dkim=pass", -1)).as("RSA and Ed25519").hasSize(3);
  }

  @Test
  void whatGoesOnIsSealedAndTheThirdSeesWhatTheSecondFound() throws Exception {
    nodes
        .get(BOB)
        .directory()
        .setAlias(new Alias(Optional.of("list"), BOB.domain(), List.of(BOB, CARL)));
    write(ANNA, LIST, "\r\nTo all.\r\n");
    assertThat(newest(CARL))
        .contains("ARC-Seal: i=1;", "cv=none;", "d=b.example;")
        .containsPattern("ARC-Authentication-Results: i=1; mx.b.example;[^\r]*dkim=pass")
        .containsPattern("Authentication-Results: mx.c.example;[^\r]*arc=pass")
        .containsPattern("Authentication-Results: mx.c.example;[^\r]*dkim=pass header.d=a.example");
  }

  @Test
  void aBounceIsSignedByWhoWritesIt() throws Exception {
    nodes
        .get(BOB)
        .directory()
        .setAlias(new Alias(Optional.of("list"), BOB.domain(), List.of(NOBODY)));
    write(ANNA, LIST, "\r\nTo all.\r\n");
    assertThat(newest(ANNA))
        .contains("Return-Path: <>", "multipart/report", "nobody@c.example")
        .containsPattern("Authentication-Results: mx.a.example;[^\r]*dkim=pass header.d=b.example")
        .containsPattern("Authentication-Results: mx.a.example;[^\r]*dmarc=pass");
  }

  @Test
  void soIsWhatTheQuarantineTellsASender() throws Exception {
    write(
        ANNA,
        BOB,
        """
        MIME-Version: 1.0
        Content-Type: application/octet-stream; name="tool.exe"
        Content-Transfer-Encoding: base64

        TVqQAAMAAAAEAAAA//8AALgAAAAAAAAAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
        """
            .replace("\n", "\r\n"));
    assertThat(newest(BOB)).as("it is kept").isEmpty();
    assertThat(newest(ANNA))
        .contains("Mail Quarantine", "postmaster@mx.b.example")
        .containsPattern("Authentication-Results: mx.a.example;[^\r]*dkim=pass header.d=b.example");
  }
}
