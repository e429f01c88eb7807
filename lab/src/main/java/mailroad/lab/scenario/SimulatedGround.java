package mailroad.lab.scenario;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import mailroad.kernel.World;
import mailroad.lab.sim.Simulation;
import mailroad.lab.topology.Ground;
import mailroad.lab.topology.Host;
import mailroad.lab.topology.Topology;
import mailroad.store.Store;
import mailroad.store.memory.MemoryStore;
import mailroad.store.memory.MemoryStoreConfig;

/**
 * A simulation as the ground of a topology: each host a machine of its own, with a disk that outlives it and
 * that a crash tears from the hands of the dying.
 */
public final class SimulatedGround implements Ground {
  private static final MemoryStoreConfig DISK = new MemoryStoreConfig(Duration.ofMillis(2));

  private final Simulation simulation;
  private final Map<String, MemoryStore> stores = new LinkedHashMap<>();

  /** Adds the hosts of a topology to a simulation. */
  public SimulatedGround(Simulation simulation, Topology topology) {
    this.simulation = simulation;
    for (Host host : topology.hosts()) {
      simulation.machine(host.name(), host.address().getHostAddress());
      simulation.whenCrashed(host.name(), () -> disk(host.name()).ifPresent(MemoryStore::crash));
    }
  }

  @Override
  public World world(Host host) {
    return simulation.world(host.name());
  }

  @Override
  public Store store(Host host) {
    World world = world(host);
    return stores.compute(
        host.name(), (_, old) -> old == null ? new MemoryStore(world, DISK) : old.reopen(world));
  }

  /** What a host has on disk, if anything yet. */
  public Optional<MemoryStore> disk(String host) {
    return Optional.ofNullable(stores.get(host));
  }
}
