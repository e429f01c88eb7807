package mailroad.lab.sim;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** What lies between the machines: who has which address, which links there are, and what fails. */
final class Internet {
  static final InetAddress LOOPBACK_4 = address("127.0.0.1");
  static final InetAddress LOOPBACK_6 = address("::1");

  /** Two machines, in the order of their names. */
  private record Pair(String one, String other) {
    static Pair of(String a, String b) {
      return a.compareTo(b) <= 0 ? new Pair(a, b) : new Pair(b, a);
    }

    boolean includes(String machine) {
      return one.equals(machine) || other.equals(machine);
    }
  }

  final Scheduler scheduler;
  final SimulationConfig config;
  final SplittableRandom random;
  private final Map<String, Machine> machines = new LinkedHashMap<>();
  private final Map<InetAddress, Machine> owners = new HashMap<>();
  private final Map<Pair, Link> links = new HashMap<>();
  private final Set<Pair> partitions = new HashSet<>();
  private final Set<String> isolated = new HashSet<>();
  private final Set<TcpStream> stalled = new LinkedHashSet<>();
  private final Set<InetSocketAddress> disturbed = new LinkedHashSet<>();
  private Link usual = Link.INTERNET;
  private int connectionNumber;

  Internet(Scheduler scheduler, SimulationConfig config, SplittableRandom random) {
    this.scheduler = scheduler;
    this.config = config;
    this.random = random;
  }

  /** Reads an address that is written as one; names are not looked up. */
  static InetAddress address(String literal) {
    return InetAddress.ofLiteral(literal);
  }

  static String show(InetSocketAddress at) {
    String host = at.getAddress().getHostAddress();
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + at.getPort();
  }

  void add(Machine machine) {
    for (InetAddress address : machine.addresses) {
      Machine other = owners.putIfAbsent(address, machine);
      if (other != null) {
        throw new IllegalArgumentException(
            "%s belongs to %s already".formatted(address.getHostAddress(), other));
      }
    }
    machines.put(machine.name, machine);
  }

  Optional<Machine> machine(String name) {
    return Optional.ofNullable(machines.get(name));
  }

  List<Machine> machines() {
    return new ArrayList<>(machines.values());
  }

  boolean isFree(InetAddress address) {
    return !owners.containsKey(address);
  }

  /** Whose address this is, as seen from a machine. */
  Optional<Machine> owner(Machine from, InetAddress address) {
    return address.isLoopbackAddress()
        ? Optional.of(from)
        : Optional.ofNullable(owners.get(address));
  }

  int nextConnectionNumber() {
    return ++connectionNumber;
  }

  // Links.

  Link link(Machine a, Machine b) {
    return a == b ? Link.LOOPBACK : links.getOrDefault(Pair.of(a.name, b.name), usual);
  }

  void link(String a, String b, Link link) {
    links.put(Pair.of(a, b), link);
  }

  void linkAll(Link link) {
    links.clear();
    usual = link;
  }

  /** How long one packet takes. */
  long latency(Machine a, Machine b) {
    Link link = link(a, b);
    long min = link.latencyMin().toNanos();
    long max = link.latencyMax().toNanos();
    return min == max ? min : random.nextLong(min, max + 1);
  }

  /** Whether packets go through now. */
  boolean passes(Machine a, Machine b) {
    if (a == b) {
      return a.state != Machine.State.DARK;
    }
    return a.state != Machine.State.DARK
        && b.state != Machine.State.DARK
        && !isolated.contains(a.name)
        && !isolated.contains(b.name)
        && !partitions.contains(Pair.of(a.name, b.name));
  }

  void partition(String a, String b) {
    partitions.add(Pair.of(a, b));
  }

  void isolate(String machine) {
    isolated.add(machine);
  }

  void heal(String a, String b) {
    partitions.remove(Pair.of(a, b));
    resume();
  }

  void rejoin(String machine) {
    isolated.remove(machine);
    partitions.removeIf(pair -> pair.includes(machine));
    resume();
  }

  void healAll() {
    partitions.clear();
    isolated.clear();
    links.clear();
    usual = Link.INTERNET;
    resume();
  }

  /** Remembers that a fault came between the ends of a connection, by the client's address. */
  void disturb(InetSocketAddress client) {
    disturbed.add(client);
  }

  /** The clients' addresses of the connections that a fault came between. */
  Set<InetSocketAddress> disturbed() {
    return Collections.unmodifiableSet(disturbed);
  }

  /** Remembers a stream whose octets do not get through, to be sent again. */
  void stall(TcpStream stream) {
    stalled.add(stream);
  }

  /** Sends again what did not get through: TCP's retransmission, at the first moment it can succeed. */
  void resume() {
    for (TcpStream stream : List.copyOf(stalled)) {
      if (passes(stream.sender(), stream.receiver())) {
        stalled.remove(stream);
        stream.retransmit();
      }
    }
  }

  // Lives.

  /** Takes a machine down. Its tasks end before this returns, unless a timer calls it. */
  void crash(Machine machine, Crash how) {
    if (machine.state != Machine.State.UP) {
      return;
    }
    scheduler.log("crash " + machine + " " + how);
    Life life = machine.life;
    if (how == Crash.SILENCE) {
      life.losePower();
    }
    life.ports.connections().forEach(TcpEnd::die);
    machine.whenCrashed.forEach(Runnable::run);
    machine.state = how == Crash.RESET ? Machine.State.REFUSING : Machine.State.DARK;
    scheduler.kill(life);
  }

  /** Gives a machine a new life. */
  void revive(Machine machine, Life life, SimulatedWorld world) {
    machine.life = life;
    machine.world = world;
    machine.state = Machine.State.UP;
    scheduler.log("restart " + machine);
    resume();
  }

  /** Whether there are tasks, and none of them waits for a visitor. */
  boolean isDeadlocked() {
    List<SimulatedTask> tasks =
        machines.values().stream().flatMap(machine -> machine.life.tasks.stream()).toList();
    return !tasks.isEmpty() && tasks.stream().noneMatch(SimulatedTask::waitsForVisitors);
  }

  /** Breaks all connections between two machines. */
  void cut(Machine a, Machine b) {
    scheduler.log("cut " + a + " " + b);
    for (TcpEnd end : a.life.ports.connections()) {
      if (end.peerMachine() == b) {
        end.cut();
      }
    }
  }
}
