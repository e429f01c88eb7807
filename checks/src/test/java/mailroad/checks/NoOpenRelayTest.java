package mailroad.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mailroad.app.ListenConfig;
import mailroad.app.Node;
import mailroad.app.NodeConfig;
import mailroad.checks.Configurations.Named;
import mailroad.checks.RelaySeeker.Answer;
import mailroad.checks.RelaySeeker.Port;
import mailroad.dns.FixedResolver;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Event;
import mailroad.kernel.Task;
import mailroad.kernel.World;
import mailroad.lab.scenario.SimulatedGround;
import mailroad.lab.sim.Simulation;
import mailroad.lab.topology.Host;
import mailroad.lab.topology.Plan;
import mailroad.lab.topology.Role;
import mailroad.lab.topology.Running;
import mailroad.lab.topology.Topology;
import mailroad.mailbox.PasswordConfig;
import mailroad.store.memory.MemoryStore;
import mailroad.wire.ClientTrust;
import mailroad.wire.SelfSigned;
import mailroad.wire.ServerKeys;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No configuration that stands in this repository makes a server that passes strangers' mail on, at no port: R34, R35,
 * A22. Each is started in the simulated World with all ports open, and strangers try what they try; the one way in that
 * asks nobody, the socket of administrators, is its owner's alone (see {@link SecretsTest}).
 */
class NoOpenRelayTest {
  private static final Duration LONG = Duration.ofDays(2);
  private static final String SERVER = "198.51.100.25";
  private static final String STRANGER = "stranger";
  private static final Domain LOCAL = new Domain("local.example");

  /** Those where mail is handed in; what is not among them takes none. */
  private static final List<String> TAKING = List.of("smtp", "submission", "submissions", "lmtp");

  private static final List<InetAddress> STRANGERS =
      IntStream.range(1, 200).mapToObj(i -> InetAddress.ofLiteral("203.0." + i + ".9")).toList();

  private final List<Event.Accepted> accepted = new ArrayList<>();

  @TempDir private static Path scratch;
  private static List<Named> found = List.of();

  @BeforeAll
  static void findAll() throws Exception {
    found = Configurations.all(scratch);
  }

  static List<Named> configurations() {
    return found;
  }

  @Test
  void everythingThatLooksLikeAConfigurationIsFound() {
    assertThat(found.stream().map(Named::name).map(name -> name.replaceAll(":.*", "")))
        .hasSizeGreaterThan(25)
        .contains(
            "init example.org --local",
            "init example.org",
            "mailroad",
            "bench/lib/servers.py",
            "docs/routing.md",
            "docs/defences.md",
            "app/src/test/java/mailroad/app/DoorTest.java",
            "app/src/test/java/mailroad/app/Nodes.java",
            "checks/src/test/java/mailroad/checks/OutsideFiltersTest.java");
  }

  @Test
  void everyPortThatTakesMailIsTried() {
    assertThat(
            Arrays.stream(ListenConfig.class.getRecordComponents()).map(RecordComponent::getName))
        .containsExactlyInAnyOrder(
            Stream.concat(TAKING.stream(), Stream.of("pop3", "pop3s", "imap", "imaps"))
                .toArray(String[]::new));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("configurations")
  void r34r35NoConfigurationPassesStrangersMailOn(Named named) throws Exception {
    NodeConfig config = onAllPorts(named.read());
    List<Answer> answers = sought(config);
    assertThat(answers).filteredOn(answer -> leadsAway(config, answer)).isEmpty();
    assertThat(accepted).as("messages that strangers handed in").isEmpty();
  }

  /** Where nothing looks at who comes, it is the rule alone that refuses: each try, and for good. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("configurations")
  void r34r35TheRuleAloneRefusesThem(Named named) throws Exception {
    NodeConfig said = onAllPorts(named.read());
    NodeConfig config =
        Configurations.with(said, "guard", Configurations.with(said.guard(), "enabled", false));
    List<Answer> answers = sought(config);
    assertThat(answers)
        .hasSizeGreaterThan(TAKING.size() * 100)
        .filteredOn(answer -> !answer.isRefused() && !isOfRelayed(config, answer))
        .isEmpty();
    assertThat(answers.stream().map(Answer::service).distinct()).containsAll(TAKING);
    assertThat(answers).filteredOn(answer -> leadsAway(config, answer)).isEmpty();
    assertThat(accepted).as("messages that strangers handed in").isEmpty();
  }

  private static boolean isOfRelayed(NodeConfig config, Answer answer) {
    return Configurations.relayed(config).stream()
        .anyMatch(domain -> answer.recipient().endsWith("@" + domain));
  }

  private static boolean leadsAway(NodeConfig config, Answer answer) {
    return answer.isTaken() && !isOfRelayed(config, answer);
  }

  private static NodeConfig onAllPorts(NodeConfig said) {
    ListenConfig listen =
        new ListenConfig(
            List.of(SERVER + ":25"),
            List.of(SERVER + ":587"),
            List.of(SERVER + ":465"),
            List.of(SERVER + ":24"),
            List.of(),
            List.of(),
            List.of(),
            List.of());
    return Configurations.with(
        Configurations.with(said, "listen", listen),
        "password",
        PasswordConfig.DEFAULT.withCost(8, 1));
  }

  /** Starts it, lets strangers try, and gives what they heard. */
  private List<Answer> sought(NodeConfig config) throws Exception {
    try (Simulation simulation = new Simulation(1)) {
      World home = simulation.machine("server", SERVER);
      List<Answer> answers = new ArrayList<>();
      simulation.play(
          LONG,
          () -> {
            act(home, () -> serve(home, config));
            World world = stranger(simulation);
            List<String> domains = new ArrayList<>(List.of(LOCAL.name(), config.hostname()));
            domains.add("[" + SERVER + "]");
            domains.addAll(Configurations.relayed(config));
            RelaySeeker seeker = new RelaySeeker(world, STRANGERS);
            for (Port port : ports()) {
              act(world, () -> answers.addAll(seeker.seek(port, domains)));
            }
          });
      assertThat(simulation.failures()).isEmpty();
      return answers;
    }
  }

  private static List<Port> ports() {
    List<Integer> numbers = List.of(25, 587, 465, 24);
    return IntStream.range(0, TAKING.size())
        .mapToObj(i -> new Port(TAKING.get(i), new InetSocketAddress(SERVER, numbers.get(i))))
        .toList();
  }

  private static World stranger(Simulation simulation) {
    return simulation.machine(
        STRANGER, STRANGERS.stream().map(InetAddress::getHostAddress).toArray(String[]::new));
  }

  private void serve(World world, NodeConfig config) throws Exception {
    SelfSigned pair = SelfSigned.make(world, List.of(config.hostname()), Duration.ofDays(30));
    Node node =
        new Node(
            config,
            new Node.Ground(
                world,
                new MemoryStore(world),
                FixedResolver.of(""),
                Set.of(InetAddress.ofLiteral(SERVER)),
                Optional.of(ServerKeys.of(pair.identity())),
                ClientTrust.any()));
    node.directory().addDomain(LOCAL);
    node.directory().addAccount(EmailAddress.of("anna@local.example"), "open sesame");
    watch(node);
    node.start();
  }

  private void watch(Node node) {
    node.journal()
        .listen(event -> {
          if (event instanceof Event.Accepted one) {
            accepted.add(one);
          }
        });
  }

  /** Does something as a task of a World, and fails as it fails. */
  private static void act(World world, Task.Body body) throws InterruptedException {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    world
        .start(
            "act",
            () -> {
              try {
                body.run();
              } catch (Exception | AssertionError e) {
                failure.set(e);
              }
            })
        .join();
    if (failure.get() != null) {
      throw new AssertionError(failure.get());
    }
  }

  @ParameterizedTest
  @EnumSource
  void r34r35NoServerOfTheLabPassesStrangersMailOn(Topology.Kind kind) throws Exception {
    Topology topology = Topology.of(kind, Plan.SIMULATED);
    try (Simulation simulation = new Simulation(1)) {
      Running running = new Running(topology, new SimulatedGround(simulation, topology));
      List<Answer> answers = new ArrayList<>();
      simulation.play(
          LONG,
          () -> {
            for (Host host : topology.hosts()) {
              act(simulation.world(host.name()), () -> running.start(host));
            }
            World world = stranger(simulation);
            for (Host host : topology.mailServers()) {
              Role.MailServer mail = (Role.MailServer) host.role();
              watch(running.node(host));
              List<String> domains =
                  Stream.of(
                          mail.domains().stream().map(Domain::name),
                          mail.relay().domains().stream(),
                          Stream.of(host.fqdn(), "[" + host.address().getHostAddress() + "]"))
                      .flatMap(names -> names)
                      .distinct()
                      .toList();
              RelaySeeker seeker = new RelaySeeker(world, STRANGERS);
              for (Port port :
                  List.of(
                      new Port("smtp", host.port(topology.plan().smtp())),
                      new Port("submission", host.port(topology.plan().submission())))) {
                act(world, () -> answers.addAll(seeker.seek(port, domains)));
              }
            }
          });
      assertThat(answers).hasSizeGreaterThan(topology.mailServers().size() * 100);
      assertThat(answers).filteredOn(Answer::isTaken).isEmpty();
      assertThat(accepted).as("messages that strangers handed in").isEmpty();
    }
  }
}
