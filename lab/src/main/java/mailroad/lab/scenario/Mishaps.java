package mailroad.lab.scenario;

import java.time.Duration;
import mailroad.kernel.World;
import mailroad.lab.sim.Crash;
import mailroad.lab.sim.Link;
import mailroad.lab.sim.Simulation;
import mailroad.lab.topology.Host;
import mailroad.lab.topology.Topology;

/** Makes faults happen, and mends them. Each runs in a task of its own of the lab. */
final class Mishaps {
  private static final Duration LOOK_EACH = Duration.ofSeconds(1);

  private final Simulation simulation;
  private final SimulatedGround ground;
  private final Topology topology;
  private final Fleet fleet;
  private final World lab;

  Mishaps(Simulation simulation, SimulatedGround ground, Topology topology, Fleet fleet) {
    this.simulation = simulation;
    this.ground = ground;
    this.topology = topology;
    this.fleet = fleet;
    this.lab = simulation.world(Simulation.LAB);
  }

  /** Waits for the fault's time, lets it happen, and mends it when it has lasted. */
  void play(Fault fault) throws InterruptedException {
    lab.sleep(fault.at());
    simulation.note(fault.toString());
    switch (fault) {
      case Fault.Down(_, var lasts, var host, var how) -> down(host, how, lasts);
      case Fault.DownInTheMiddle(_, var lasts, var host, var how, int steps) ->
          downInTheMiddle(host, how, steps, lasts);
      case Fault.Partition(_, var lasts, var one, var other) -> {
        simulation.partition(one, other);
        lab.sleep(lasts);
        simulation.heal(one, other);
      }
      case Fault.Isolation(_, var lasts, var host) -> {
        simulation.isolate(host);
        lab.sleep(lasts);
        simulation.rejoin(host);
      }
      case Fault.BadLink(_, var lasts, var one, var other, var link) -> {
        simulation.link(one, other, link);
        lab.sleep(lasts);
        simulation.link(one, other, Link.INTERNET);
      }
      case Fault.Cut(_, var one, var other) -> simulation.cut(one, other);
      case Fault.FullDisk(_, var lasts, var host) -> {
        ground.disk(host).ifPresent(disk -> disk.faults().fillDisk());
        simulation.forgets(host, true);
        lab.sleep(lasts);
        simulation.forgets(host, false);
        ground.disk(host).ifPresent(disk -> disk.faults().freeDisk());
      }
      case Fault.FailingDisk(_, var host, int writes) ->
          ground.disk(host).ifPresent(disk -> disk.faults().failWrites(writes));
    }
  }

  private void down(String host, Crash how, Duration lasts) throws InterruptedException {
    simulation.crash(host, how);
    lab.sleep(lasts);
    fleet.restart(topology.host(host));
  }

  /** Half of the time it waits for the machine to take so many steps, the other half it is down. */
  private void downInTheMiddle(String host, Crash how, int steps, Duration lasts)
      throws InterruptedException {
    if (!simulation.isUp(host)) {
      return;
    }
    simulation.crashAfter(host, steps, how);
    Duration half = lasts.dividedBy(2);
    for (Duration waited = Duration.ZERO;
        waited.compareTo(half) < 0 && simulation.isUp(host);
        waited = waited.plus(LOOK_EACH)) {
      lab.sleep(LOOK_EACH);
    }
    if (simulation.isUp(host)) {
      simulation.crashAfter(host, Long.MAX_VALUE, how);
    } else {
      lab.sleep(half);
      fleet.restart(topology.host(host));
    }
  }

  /** Mends all that is still broken. */
  void mendAll() throws InterruptedException {
    simulation.healAll();
    for (Host host : topology.hosts()) {
      ground
          .disk(host.name())
          .ifPresent(disk -> {
            disk.faults().freeDisk();
            disk.faults().failWrites(0);
          });
      if (simulation.isUp(host.name())) {
        simulation.crashAfter(host.name(), Long.MAX_VALUE, Crash.RESET);
      }
      fleet.restart(host);
    }
  }
}
