package mailroad.lab.topology;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import mailroad.kernel.World;
import mailroad.store.Store;
import mailroad.store.memory.MemoryStore;

/**
 * This machine as the ground: all hosts live in one World, on loopback addresses of their own ({@link
 * Plan#loopback}). Their stores are in memory, and outlive their programs.
 */
public final class LoopbackGround implements Ground {
  private final World world;
  private final ConcurrentMap<Host, MemoryStore> stores = new ConcurrentHashMap<>();

  /** The ground in a World that can reach loopback addresses. */
  public LoopbackGround(World world) {
    this.world = world;
  }

  @Override
  public World world(Host host) {
    return world;
  }

  @Override
  public Store store(Host host) {
    return stores.compute(host, (_, old) -> old == null ? new MemoryStore(world) : old.reopen());
  }
}
