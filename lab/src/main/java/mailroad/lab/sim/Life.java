package mailroad.lab.sim;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A machine from its start to its crash: the tasks and sockets that die together. */
final class Life {
  final String machine;
  final Set<SimulatedTask> tasks = new LinkedHashSet<>();
  final Ports ports;
  private boolean alive = true;
  private boolean lostPower;
  private long callsUntilCrash = Long.MAX_VALUE;
  private @Nullable Runnable crash;

  Life(String machine, Ports ports) {
    this.machine = machine;
    this.ports = ports;
  }

  boolean alive() {
    return alive;
  }

  /** Whether the machine's kernel died too, and with it what it still had to send. */
  boolean lostPower() {
    return lostPower;
  }

  void losePower() {
    lostPower = true;
  }

  /** Whoever belongs to this life is dead from now on; returns the tasks that have to end. */
  List<SimulatedTask> end() {
    alive = false;
    return new ArrayList<>(tasks);
  }

  /** Has the machine crash at the given number of calls to its World from now on. */
  void crashAfter(long calls, Runnable how) {
    callsUntilCrash = calls;
    crash = how;
  }

  /** Counts a call to the World. */
  void called() {
    if (--callsUntilCrash <= 0 && alive && crash != null) {
      crash.run();
    }
  }
}
