package mailroad.lab.imap;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.World;
import mailroad.store.Batch;
import mailroad.store.Blobs;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;

/** A store that lets others go first before each call, as the seed will have it: commands of several clients interleave. */
final class HesitantStore implements Store {
  private final World world;
  private final Store store;

  HesitantStore(World world, Store store) {
    this.world = world;
    this.store = store;
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
    return store.get(key);
  }

  @Override
  public List<Entry> range(Range range) throws StoreException {
    hesitate();
    return store.range(range);
  }

  @Override
  public Commit commit(Batch batch) throws StoreException {
    hesitate();
    return store.commit(batch);
  }

  @Override
  public List<Claim> claimDue(
      String queue, String lane, String owner, Instant now, Duration lease, int n)
      throws StoreException {
    return store.claimDue(queue, lane, owner, now, lease, n);
  }

  @Override
  public Optional<Instant> nextDue(String queue, String lane) throws StoreException {
    return store.nextDue(queue, lane);
  }

  @Override
  public List<Lane> lanes(String queue, String after, int limit) throws StoreException {
    return store.lanes(queue, after, limit);
  }

  @Override
  public void releaseClaims(String queue, String owner, Instant now) throws StoreException {
    store.releaseClaims(queue, owner, now);
  }

  @Override
  public Watch watch(Collection<Key> prefixes) {
    return store.watch(prefixes);
  }

  @Override
  public Blobs blobs() {
    return store.blobs();
  }

  @Override
  public void close() throws StoreException {
    store.close();
  }
}
