package mailroad.lab.imap;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.World;
import mailroad.store.Batch;
import mailroad.store.DelegatingStore;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;

/** A store that lets others go first before each call, as the seed will have it: commands of several clients interleave. */
final class HesitantStore extends DelegatingStore {
  private final World world;

  HesitantStore(World world, Store store) {
    super(store);
    this.world = world;
  }

  private void hesitate() throws StoreException {
    try {
      world.sleep(Duration.ofNanos(world.random().nextInt(3) * 100_000L));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("interrupted", e);
    }
  }

  @Override
  public Optional<Value> get(Key key) throws StoreException {
    hesitate();
    return super.get(key);
  }

  @Override
  public List<Entry> range(Range range) throws StoreException {
    hesitate();
    return super.range(range);
  }

  @Override
  public Commit commit(Batch batch) throws StoreException {
    hesitate();
    return super.commit(batch);
  }
}
