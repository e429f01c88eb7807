package mailroad.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Hands everything on to another store; who counts, delays or breaks some of it overrides that alone. */
public class DelegatingStore implements Store {
  private final Store store;

  /** In front of a store, which is closed with this one. */
  protected DelegatingStore(Store store) {
    this.store = store;
  }

  @Override
  public Optional<Value> get(Key key) throws StoreException {
    return store.get(key);
  }

  @Override
  public List<Entry> range(Range range) throws StoreException {
    return store.range(range);
  }

  @Override
  public Commit commit(Batch batch) throws StoreException {
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
