package mailroad.lab.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import mailroad.store.Batch;
import mailroad.store.Blobs;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;

/** A store that counts what is asked of it. */
final class CountingStore implements Store {
  private final Store store;
  private long reads;
  private long claimed;
  private long calls;

  CountingStore(Store store) {
    this.store = store;
  }

  /** Keys read, one by one or in ranges. */
  long reads() {
    return reads;
  }

  /** Items claimed. */
  long claimed() {
    return claimed;
  }

  /** Calls of any kind. */
  long calls() {
    return calls;
  }

  @Override
  public Optional<Value> get(Key key) throws StoreException {
    calls++;
    reads++;
    return store.get(key);
  }

  @Override
  public List<Entry> range(Range range) throws StoreException {
    calls++;
    List<Entry> found = store.range(range);
    reads += found.size();
    return found;
  }

  @Override
  public Commit commit(Batch batch) throws StoreException {
    calls++;
    return store.commit(batch);
  }

  @Override
  public List<Claim> claimDue(
      String queue, String lane, String owner, Instant now, Duration lease, int n)
      throws StoreException {
    calls++;
    List<Claim> claims = store.claimDue(queue, lane, owner, now, lease, n);
    claimed += claims.size();
    return claims;
  }

  @Override
  public Optional<Instant> nextDue(String queue, String lane) throws StoreException {
    calls++;
    return store.nextDue(queue, lane);
  }

  @Override
  public List<Lane> lanes(String queue, String after, int limit) throws StoreException {
    calls++;
    return store.lanes(queue, after, limit);
  }

  @Override
  public void releaseClaims(String queue, String owner, Instant now) throws StoreException {
    calls++;
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
