package mailroad.lab.scenario;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import mailroad.kernel.Task;
import mailroad.kernel.World;
import mailroad.lab.sim.Crash;
import mailroad.lab.sim.Simulation;
import mailroad.lab.sim.TaskFailure;
import mailroad.lab.topology.Host;
import mailroad.lab.topology.Running;

/**
 * Starts the programs of the hosts, each in a task of its own machine, and again where they do not come up, as
 * an init system does. Called by tasks of the lab.
 */
final class Fleet {
  private static final Duration BEFORE_NEXT_TRY = Duration.ofSeconds(30);
  private static final String BOOT = "boot";

  private final Simulation simulation;
  private final Running running;
  private final World lab;

  Fleet(Simulation simulation, Running running) {
    this.simulation = simulation;
    this.running = running;
    this.lab = simulation.world(Simulation.LAB);
  }

  void startAll() throws InterruptedException {
    for (Host host : running.topology().hosts()) {
      start(host);
    }
  }

  /** Switches a host on unless it is on already, and sees to it that its program runs. */
  void restart(Host host) throws InterruptedException {
    if (!simulation.isUp(host.name())) {
      simulation.restart(host.name());
      start(host);
    }
  }

  private void start(Host host) throws InterruptedException {
    while (!comesUp(host)) {
      simulation.crash(host.name(), Crash.RESET);
      lab.sleep(BEFORE_NEXT_TRY);
      if (simulation.isUp(host.name())) {
        return; // somebody else was quicker
      }
      simulation.restart(host.name());
    }
  }

  /** Whether the program runs; where its machine crashed while it started, that is not our affair. */
  private boolean comesUp(Host host) throws InterruptedException {
    AtomicBoolean up = new AtomicBoolean();
    Task boot =
        simulation
            .world(host.name())
            .start(
                BOOT,
                () -> {
                  running.start(host);
                  up.set(true);
                });
    boot.join();
    failOnBug(host);
    return up.get() || !simulation.isUp(host.name());
  }

  /** A program that a bug keeps from starting would be started for ever. */
  private void failOnBug(Host host) {
    for (TaskFailure failure : simulation.failures()) {
      if (failure.isBug() && failure.machine().equals(host.name()) && failure.task().equals(BOOT)) {
        throw new IllegalStateException(host + " does not start", failure.cause());
      }
    }
  }
}
