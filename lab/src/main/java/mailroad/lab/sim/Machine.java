package mailroad.lab.sim;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** A machine: its addresses stay, its lives come and go. */
final class Machine {
  /** Whether the machine runs, and if not, what its network does. */
  enum State {
    /** Its program runs. */
    UP,
    /** Only its kernel runs, and refuses whatever comes. */
    REFUSING,
    /** No power: what comes is lost. */
    DARK
  }

  final String name;
  final List<InetAddress> addresses;
  final List<Runnable> whenCrashed = new ArrayList<>();
  int lives;

  /** Whether it cannot write down now what it is told. */
  boolean forgets;

  State state = State.UP;
  Life life;
  SimulatedWorld world;

  /**
   * A machine that is up.
   *
   * @param worlds makes the World of a life
   */
  Machine(
      String name,
      List<InetAddress> addresses,
      Life life,
      BiFunction<Machine, Life, SimulatedWorld> worlds) {
    this.name = name;
    this.addresses = List.copyOf(addresses);
    this.life = life;
    this.world = worlds.apply(this, life);
  }

  boolean owns(InetAddress address) {
    return address.isLoopbackAddress() || addresses.contains(address);
  }

  /** The address that this machine takes to talk to another. */
  Optional<InetAddress> sourceFor(InetAddress to) {
    if (to.isLoopbackAddress()) {
      return Optional.of(
          to instanceof java.net.Inet4Address ? Internet.LOOPBACK_4 : Internet.LOOPBACK_6);
    }
    if (addresses.contains(to)) {
      return Optional.of(to);
    }
    return addresses.stream().filter(address -> address.getClass() == to.getClass()).findFirst();
  }

  @Override
  public String toString() {
    return name;
  }
}
