package mailroad.lab.sim;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import mailroad.kernel.Task;
import mailroad.kernel.World;

/**
 * A simulated internet on one seed.
 *
 * <p>Machines get their {@link World} from {@link #world}; what they start runs when the thread that
 * made the simulation (the driver) calls {@link #run}, {@link #runUntil} or {@link #play}. Faults may
 * be made by the driver between these calls, or by a task, as a scenario that runs under {@link
 * #play} is one.
 *
 * <p>The same seed and the same program give the same {@link #log}, byte for byte. What a program
 * must not do for that: use a thread, clock or randomness that is not its World's, or depend on the
 * order of hash tables whose keys have no hash code of their own.
 */
public final class Simulation implements AutoCloseable {
  /** The machine that scenario code runs on; it never crashes. */
  public static final String LAB = "lab";

  private static final int HOSTS_PER_NET = 250;

  private final long seed;
  private final SimulationConfig config;
  private final EventLog log;
  private final Scheduler scheduler;
  private final Internet internet;

  /** A simulation with the usual bounds. */
  public Simulation(long seed) {
    this(seed, SimulationConfig.DEFAULT);
  }

  /** A simulation with other bounds. */
  public Simulation(long seed, SimulationConfig config) {
    this.seed = seed;
    this.config = config;
    this.log = new EventLog(config.logLinesMax());
    this.scheduler = new Scheduler(config, log, stream("scheduler", 0));
    this.internet = new Internet(scheduler, config, stream("internet", 0));
  }

  /** The seed. */
  public long seed() {
    return seed;
  }

  /** Randomness of its own for each purpose, so that one more draw here changes nothing there. */
  private SplittableRandom stream(String purpose, int number) {
    long mixed = seed;
    for (char c : (purpose + "/" + number).toCharArray()) {
      mixed = new SplittableRandom(mixed ^ c).nextLong();
    }
    return new SplittableRandom(mixed);
  }

  /** Random numbers for a scenario, drawn from the seed by a purpose. */
  public SplittableRandom random(String purpose) {
    return stream("scenario " + purpose, 0);
  }

  // Machines.

  /**
   * Adds a machine.
   *
   * @param addresses IPv4 or IPv6; loopback it has besides
   * @return its World
   * @throws IllegalArgumentException if the name or an address is taken
   */
  public World machine(String name, String... addresses) {
    if (internet.machine(name).isPresent()) {
      throw new IllegalArgumentException(name + " is there already");
    }
    List<InetAddress> parsed = new ArrayList<>();
    for (String address : addresses) {
      parsed.add(Internet.address(address));
    }
    Life life = newLife(name, 0);
    Machine machine = new Machine(name, parsed, life, this::world);
    internet.add(machine);
    return machine.world;
  }

  /** The World of a machine; a machine that is not there is added, with the next free address. */
  public World world(String name) {
    if (internet.machine(name).isEmpty()) {
      return machine(name, freeAddress());
    }
    Machine machine = known(name);
    if (machine.state != Machine.State.UP) {
      throw new IllegalStateException(name + " is down: restart it");
    }
    return machine.world;
  }

  /** The first address of a machine. */
  public InetAddress address(String name) {
    return known(name).addresses.getFirst();
  }

  /** Whether a machine runs. */
  public boolean isUp(String name) {
    return known(name).state == Machine.State.UP;
  }

  private String freeAddress() {
    for (int i = 1; ; i++) {
      String address = "10.0.%d.%d".formatted(i / HOSTS_PER_NET, i % HOSTS_PER_NET + 1);
      if (internet.isFree(Internet.address(address))) {
        return address;
      }
    }
  }

  private Life newLife(String name, int number) {
    return new Life(name, new Ports(config, stream("ports " + name, number)));
  }

  private SimulatedWorld world(Machine machine, Life life) {
    return new SimulatedWorld(
        scheduler,
        life,
        stream("machine " + machine.name, machine.lives),
        new SimulatedNetwork(internet, machine, life));
  }

  private Machine known(String name) {
    return internet
        .machine(name)
        .orElseThrow(() -> new IllegalArgumentException("no machine " + name));
  }

  // Faults.

  /**
   * Takes a machine down: its tasks end at their next call to the World, before this returns; its
   * connections break as {@code how} says. Nothing happens if it is down already.
   */
  public void crash(String name, Crash how) {
    scheduler.touch();
    if (name.equals(LAB)) {
      throw new IllegalArgumentException("scenarios run on " + LAB);
    }
    internet.crash(known(name), how);
  }

  /**
   * Has a machine crash at the given number of calls to its World from now on: between any two steps
   * of what it does, as the number goes up.
   */
  public void crashAfter(String name, long calls, Crash how) {
    Machine machine = known(name);
    machine.life.crashAfter(calls, () -> internet.crash(machine, how));
  }

  /**
   * Does something at each crash of a machine, before its tasks end, such as taking away its disk, so
   * that nothing that they still do changes it. Must not call what blocks.
   */
  public void whenCrashed(String name, Runnable action) {
    known(name).whenCrashed.add(action);
  }

  /** Switches a machine that is down on again; its program has to be started anew in this World. */
  public World restart(String name) {
    scheduler.touch();
    Machine machine = known(name);
    if (machine.state == Machine.State.UP) {
      throw new IllegalStateException(name + " is up");
    }
    machine.lives++;
    Life life = newLife(name, machine.lives);
    internet.revive(machine, life, world(machine, life));
    return machine.world;
  }

  /** Lets nothing pass between two machines until they are healed. */
  public void partition(String a, String b) {
    scheduler.log("partition " + known(a) + " " + known(b));
    internet.partition(a, b);
  }

  /** Ends a partition; TCP sends again what it could not. */
  public void heal(String a, String b) {
    scheduler.log("heal " + known(a) + " " + known(b));
    internet.heal(a, b);
  }

  /** Lets nothing pass between a machine and any other until it {@linkplain #rejoin rejoins}. */
  public void isolate(String name) {
    scheduler.log("isolate " + known(name));
    internet.isolate(name);
  }

  /** Ends all partitions of a machine. */
  public void rejoin(String name) {
    scheduler.log("rejoin " + known(name));
    internet.rejoin(name);
  }

  /** Sets how octets fare between two machines from now on. */
  public void link(String a, String b, Link link) {
    scheduler.log("link %s %s %s".formatted(known(a), known(b), link));
    internet.link(a, b, link);
  }

  /** Sets how octets fare between all machines from now on. */
  public void linkAll(Link link) {
    scheduler.log("link all " + link);
    internet.linkAll(link);
  }

  /** Breaks all connections between two machines. */
  public void cut(String a, String b) {
    internet.cut(known(a), known(b));
  }

  /** Ends all partitions and sets all links to {@link Link#INTERNET}; crashed machines stay down. */
  public void healAll() {
    scheduler.log("heal all");
    internet.healAll();
  }

  /**
   * Says whether a machine can, for now, not write down what others tell it, as with a full disk: a reply to one of
   * its connections may be forgotten with the next crash, as if it had not come.
   */
  public void forgets(String name, boolean so) {
    Machine machine = known(name);
    machine.forgets = so;
    if (so) {
      machine.life.ports.connections().forEach(TcpEnd::disturb);
    }
  }

  // Time.

  /** The time of day. */
  public Instant now() {
    return scheduler.now();
  }

  /** Virtual time since the start. */
  public Duration elapsed() {
    return Duration.ofNanos(scheduler.elapsed());
  }

  /**
   * Lets this much virtual time go by.
   *
   * @throws SimulationFailure if the tasks can only wait for each other, or broke the World's rules
   */
  public void run(Duration time) {
    long until = scheduler.deadline(time);
    if (scheduler.run(until, () -> false) == Scheduler.Stop.IDLE) {
      if (internet.isDeadlocked()) {
        throw new SimulationFailure("the tasks wait for each other:\n" + tasks());
      }
      scheduler.skipTo(until);
    }
  }

  /**
   * Lets time go by until a condition holds; it is asked whenever no task is ready, and must not call
   * what blocks.
   *
   * @return false if it does not hold within {@code limit} of virtual time
   * @throws SimulationFailure if nothing can happen any more, or the tasks broke the World's rules
   */
  public boolean runUntil(BooleanSupplier condition, Duration limit) {
    return switch (scheduler.run(scheduler.deadline(limit), condition)) {
      case CONDITION_HOLDS -> true;
      case TIME_OVER -> false;
      case IDLE -> throw new SimulationFailure("nothing can happen any more; tasks:\n" + tasks());
    };
  }

  /**
   * Runs a scenario as a task of the machine {@link #LAB} to its end.
   *
   * @param limit of virtual time
   * @throws SimulationFailure if it takes longer
   * @throws Exception what the scenario throws
   */
  public void play(Duration limit, Task.Body scenario) throws Exception {
    SimulatedTask task = (SimulatedTask) world(LAB).start("scenario", scenario);
    if (!runUntil(task::ended, limit)) {
      throw new SimulationFailure(
          "the scenario does not end within %s; tasks:\n%s".formatted(limit, tasks()));
    }
    switch (task.outcome()) {
      case null -> {}
      case Exception e -> throw e;
      case Throwable e -> throw (Error) e;
    }
  }

  // What happened.

  /**
   * The TCP connections that a fault came between (a crash, a cut, a partition, a client that {@linkplain #forgets
   * forgets}), by the address and port of their clients: over these alone may one side have missed what the other side
   * said.
   */
  public Set<InetSocketAddress> disturbed() {
    return internet.disturbed();
  }

  /** Writes a line into the event log. */
  public void note(String text) {
    scheduler.log("note: " + text);
  }

  /** The event log: a line for each event, led by the virtual time in seconds. */
  public String log() {
    return log.text();
  }

  /** The tasks that ended in an exception, kills and cancellations aside. */
  public List<TaskFailure> failures() {
    return scheduler.failures();
  }

  /** The tasks that live, and what each waits for. */
  public String tasks() {
    StringBuilder out = new StringBuilder();
    for (Machine machine : internet.machines()) {
      machine.life.tasks.forEach(task -> out.append("  ").append(task.report()).append('\n'));
    }
    return out.toString();
  }

  /** Ends all tasks. */
  @Override
  public void close() {
    scheduler.drive();
    for (Machine machine : internet.machines()) {
      scheduler.kill(machine.life);
    }
  }
}
