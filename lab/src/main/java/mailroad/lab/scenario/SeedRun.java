package mailroad.lab.scenario;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import mailroad.app.Node;
import mailroad.journal.Journal;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Event;
import mailroad.kernel.QueueId;
import mailroad.kernel.Task;
import mailroad.kernel.World;
import mailroad.lab.sim.Simulation;
import mailroad.lab.sim.SimulationFailure;
import mailroad.lab.sim.TaskFailure;
import mailroad.lab.topology.Account;
import mailroad.lab.topology.Host;
import mailroad.lab.topology.Plan;
import mailroad.lab.topology.Role;
import mailroad.lab.topology.Running;
import mailroad.lab.topology.Topology;
import mailroad.store.StoreException;

/**
 * Plays one seed: a topology in a simulation, letters, faults; and in the end the {@link Census}. The same seed
 * and configuration play the same, event for event.
 */
public final class SeedRun {
  private static final List<EmailAddress> NOBODY =
      List.of(
          EmailAddress.of("nobody@exampleA.tst"),
          EmailAddress.of("nobody@exampleB.tst"),
          EmailAddress.of("somebody@no-such-domain.tst"));
  private static final List<EmailAddress> USERS = List.of(Topology.USER_A, Topology.USER_B);
  private static final Duration LOOK_EACH = Duration.ofMinutes(1);
  private static final Duration MORE = Duration.ofDays(1);
  private static final int EXIST_OF = 5;
  private static final int MESSAGES_MAX = 10_000;
  private static final int FAILURES_SHOWN_MAX = 10;

  private final long seed;
  private final SeedConfig config;
  private final Simulation simulation;
  private final Topology topology;
  private final SimulatedGround ground;
  private final Running running;
  private final List<Letter> letters;
  private final FaultPlan plan;
  private final List<Writer> writers = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private int copies;

  private SeedRun(long seed, SeedConfig config, Simulation simulation) {
    this.seed = seed;
    this.config = config;
    this.simulation = simulation;
    topology = Topology.of(config.kind(), Plan.SIMULATED);
    ground = new SimulatedGround(simulation, topology);
    running = new Running(topology, ground);
    USERS.forEach(user -> simulation.world(desk(user)));
    letters = letters(simulation.random("letters"));
    plan = FaultPlan.draw(occasion(), config.faultsMax(), simulation.random("faults"));
  }

  /** Plays a seed to its end. */
  public static SeedReport play(long seed, SeedConfig config) {
    try (Simulation simulation = new Simulation(seed)) {
      return new SeedRun(seed, config, simulation).play();
    }
  }

  private SeedReport play() {
    Duration limit = config.trouble().plus(SeedConfig.LIFETIME).plus(config.quiet()).plus(MORE);
    try {
      simulation.play(limit, this::scenario);
    } catch (SimulationFailure e) {
      problems.add("the simulation failed: " + describe(e));
    } catch (Exception | AssertionError e) {
      problems.add("the scenario failed: " + describe(e));
    }
    simulation.failures().stream()
        .filter(TaskFailure::isBug)
        .limit(FAILURES_SHOWN_MAX)
        .forEach(failure -> problems.add("a task failed: " + describe(failure)));
    return new SeedReport(
        seed, letters, plan, simulation.elapsed(), copies, problems, simulation.log());
  }

  private static String describe(TaskFailure failure) {
    return "%s/%s at %s: %s"
        .formatted(failure.machine(), failure.task(), failure.at(), describe(failure.cause()));
  }

  private static String describe(Throwable problem) {
    StringBuilder out = new StringBuilder(problem.toString());
    for (StackTraceElement frame : problem.getStackTrace()) {
      out.append("\n      at ").append(frame);
    }
    if (problem.getCause() != null) {
      out.append("\n    caused by ").append(describe(problem.getCause()));
    }
    return out.toString();
  }

  // Who writes to whom.

  private List<Letter> letters(SplittableRandom random) {
    List<EmailAddress> people =
        topology.mailServers().stream()
            .flatMap(host -> accounts(host).stream())
            .map(Account::address)
            .toList();
    List<Letter> written = new ArrayList<>();
    int count = random.nextInt(1, config.lettersMax() + 1);
    for (int i = 1; i <= count; i++) {
      EmailAddress from = USERS.get(random.nextInt(USERS.size()));
      List<EmailAddress> to = new ArrayList<>();
      for (int n = random.nextInt(4) == 0 ? 3 : 1; n > 0; n--) {
        List<EmailAddress> choice = random.nextInt(EXIST_OF) > 0 ? people : NOBODY;
        EmailAddress one = choice.get(random.nextInt(choice.size()));
        if (!to.contains(one)) {
          to.add(one);
        }
      }
      Duration at = Duration.ofMillis(random.nextLong(config.trouble().toMillis()));
      written.add(Letter.write(i, from, to, at, random));
    }
    return written;
  }

  private FaultPlan.Occasion occasion() {
    List<String> machines = topology.hosts().stream().map(Host::name).toList();
    List<FaultPlan.Road> roads = new ArrayList<>();
    for (Letter letter : letters) {
      for (EmailAddress to : letter.to()) {
        List<String> servers = topology.road(letter.from(), to).stream().map(Host::name).toList();
        roads.add(new FaultPlan.Road(letter.at(), desk(letter.from()), servers));
      }
    }
    return new FaultPlan.Occasion(machines, roads, config.trouble());
  }

  /** The machine that somebody writes at. */
  private String desk(EmailAddress user) {
    return "desk of " + user;
  }

  private static List<Account> accounts(Host host) {
    return host.role() instanceof Role.MailServer mail ? mail.accounts() : List.of();
  }

  // What happens.

  private void scenario() throws InterruptedException, StoreException {
    World lab = simulation.world(Simulation.LAB);
    Fleet fleet = new Fleet(simulation, running);
    Mishaps mishaps = new Mishaps(simulation, ground, topology, fleet);
    fleet.startAll();
    List<Task> tasks = new ArrayList<>();
    for (Letter letter : letters) {
      tasks.add(startWriting(letter));
    }
    List<Task> faults = new ArrayList<>();
    for (Fault fault : plan.faults()) {
      faults.add(lab.start("fault", () -> mishaps.play(fault)));
    }
    lab.sleep(plan.over());
    for (Task fault : faults) {
      fault.join();
    }
    mishaps.mendAll();
    for (Task task : tasks) {
      task.join(SeedConfig.LIFETIME);
    }
    awaitEmptyQueues(lab);
    lab.sleep(config.quiet());
    takeCensus();
  }

  private Task startWriting(Letter letter) {
    Host server = topology.home(letter.from());
    Account account =
        accounts(server).stream()
            .filter(one -> one.address().equals(letter.from()))
            .findFirst()
            .orElseThrow();
    World desk = simulation.world(desk(letter.from()));
    InetSocketAddress submission = server.port(topology.plan().submission());
    Writer writer = new Writer(desk, submission, account, letter);
    writers.add(writer);
    return desk.start("letter " + letter.number(), writer);
  }

  private void awaitEmptyQueues(World lab) throws InterruptedException, StoreException {
    Duration end = simulation.elapsed().plus(SeedConfig.LIFETIME);
    while (true) {
      Optional<String> busy = busy();
      if (busy.isEmpty()) {
        return;
      }
      if (simulation.elapsed().compareTo(end) > 0) {
        problems.add("the queue of " + busy.get() + " never gets empty");
        return;
      }
      lab.sleep(LOOK_EACH);
    }
  }

  /** A host whose queue is not empty. */
  private Optional<String> busy() throws StoreException {
    for (Host host : topology.mailServers()) {
      if (!running.node(host).mta().queue().list(Optional.empty(), 1).isEmpty()) {
        return Optional.of(host.name());
      }
    }
    return Optional.empty();
  }

  // What has come of it.

  private void takeCensus() throws StoreException {
    List<Received> received = new ArrayList<>();
    Map<String, List<Event.Accepted>> accepted = new LinkedHashMap<>();
    for (Host host : topology.mailServers()) {
      Node node = running.node(host);
      for (Account account : accounts(host)) {
        received.addAll(
            Received.inbox(
                node.mailboxes(), node.directory().account(account.address()).orElseThrow()));
      }
      accepted.put(host.name(), accepted(node.journal()));
    }
    copies = received.size();
    Evidence evidence = new Evidence(topology, received, accepted, simulation.disturbed());
    List<Posting> postings = writers.stream().flatMap(one -> one.postings().stream()).toList();
    problems.addAll(new Census(evidence, postings, SeedConfig.LIFETIME).problems());
  }

  private static List<Event.Accepted> accepted(Journal journal) throws StoreException {
    List<Event.Accepted> all = new ArrayList<>();
    for (QueueId id : journal.recent(MESSAGES_MAX)) {
      journal.accepted(id).ifPresent(all::add);
    }
    return all;
  }
}
