package mailroad.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import mailroad.app.config.ConfigFile;
import mailroad.dns.Resolver;
import mailroad.journal.Journey;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.QueueId;
import mailroad.kernel.Reply;
import mailroad.kernel.World;
import mailroad.smtp.Envelope;
import mailroad.smtp.server.Client;
import mailroad.smtp.server.Hello;
import mailroad.smtp.server.Incoming;
import mailroad.store.memory.MemoryStore;
import mailroad.wire.ClientTrust;
import tools.jackson.databind.JsonNode;

/** Whole nodes in memory, and what tests do to them as strangers and as administrators. */
final class Nodes {
  private static final Pattern QUEUED = Pattern.compile("([0-9A-HJKMNP-TV-Z]{13})");
  private static final String CONFIGURATION =
      """
      hostname = "mx.%s"

      [password]
      memory-kib = 64
      passes = 1
      scram-iterations = 4096
      """;

  private static final List<String> PORTS =
      List.of("smtp", "submission", "submissions", "lmtp", "pop3", "pop3s", "imap", "imaps");

  private Nodes() {}

  /** The part of a configuration by which a node listens for these protocols alone, at ports of 127.0.0.1 that are free. */
  static String listening(String... protocols) {
    Set<String> open = Set.of(protocols);
    return PORTS.stream()
        .map(port -> port + (open.contains(port) ? " = [\"127.0.0.1:0\"]" : " = []"))
        .collect(Collectors.joining("\n", "[listen]\n", "\n\n"));
  }

  /** A node on an empty store; nobody can call it before it is started. */
  static Node of(World world, NodeConfig config, Resolver resolver) throws Exception {
    return new Node(
        config,
        new Node.Ground(
            world,
            new MemoryStore(world),
            resolver,
            Set.of(),
            Optional.empty(),
            ClientTrust.any()));
  }

  /**
   * {@code mx.} of a domain, with accounts there, whose passwords cost little to check.
   *
   * @param settings what else its configuration says
   * @param accounts what stands before the at sign
   */
  static Node at(World world, String domain, Resolver resolver, String settings, String... accounts)
      throws Exception {
    String configuration = CONFIGURATION.formatted(domain) + "\n" + settings;
    Node node =
        of(world, ConfigFile.parse("mailroad.toml", configuration, NodeConfig.DEFAULT), resolver);
    node.directory().addDomain(new Domain(domain));
    for (String account : accounts) {
      node.directory().addAccount(EmailAddress.of(account + "@" + domain), "open sesame");
    }
    return node;
  }

  /** Somebody who has not logged in, at the port for mail of other servers. */
  static Client stranger(String ip, String helo) {
    return client(ip, 25, helo, Optional.empty());
  }

  /** Whoever calls a port of this server. */
  static Client client(String ip, int port, String helo, Optional<EmailAddress> user) {
    return new Client(
        new InetSocketAddress(InetAddress.ofLiteral(ip), 4321),
        new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), port),
        new Hello.Ehlo(helo),
        Optional.empty(),
        user);
  }

  /** Hands a message in, as a session does, and gives the answer to its content. */
  static Reply receive(Node node, Client client, Envelope envelope, String message)
      throws Exception {
    Incoming incoming = node.mta().reception().begin(client, envelope);
    byte[] octets = message.getBytes(UTF_8);
    incoming.write(octets, 0, octets.length);
    return incoming.finish();
  }

  /** What would be thought of a message to anna@here.example. */
  static JsonNode judge(Node node, Client client, String from, String message) throws Exception {
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("content", Base64.getEncoder().encodeToString(message.getBytes(UTF_8)));
    arguments.put("ip", client.remote().getAddress().getHostAddress());
    arguments.put("helo", client.hello().name());
    arguments.put("mail", from);
    arguments.put("to", List.of("anna@here.example"));
    return node.operations().call("guard.judge", arguments);
  }

  /** The id that a reply tells. */
  static QueueId id(String reply) {
    Matcher id = QUEUED.matcher(reply);
    assertThat(id.find()).as("an id in " + reply).isTrue();
    return new QueueId(id.group(1));
  }

  /** What has befallen a message, in words. */
  static String journey(Node node, QueueId id) throws Exception {
    return Journey.of(List.of(node.journal()), id).toString();
  }
}
