package mailroad.lab.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import mailroad.store.Batch;
import mailroad.store.DelegatingStore;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;

/** A store that counts what is asked of it. */
final class CountingStore extends DelegatingStore {
  private long reads;
  private long claimed;
  private long calls;

  CountingStore(Store store) {
    super(store);
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
    return super.get(key);
  }

  @Override
  public List<Entry> range(Range range) throws StoreException {
    calls++;
    List<Entry> found = super.range(range);
    reads += found.size();
    return found;
  }

  @Override
  public Commit commit(Batch batch) throws StoreException {
    calls++;
    return super.commit(batch);
  }

  @Override
  public List<Claim> claimDue(
      String queue, String lane, String owner, Instant now, Duration lease, int n)
      throws StoreException {
    calls++;
    List<Claim> claims = super.claimDue(queue, lane, owner, now, lease, n);
    claimed += claims.size();
    return claims;
  }

  @Override
  public Optional<Instant> nextDue(String queue, String lane) throws StoreException {
    calls++;
    return super.nextDue(queue, lane);
  }

  @Override
  public List<Lane> lanes(String queue, String after, int limit) throws StoreException {
    calls++;
    return super.lanes(queue, after, limit);
  }

  @Override
  public void releaseClaims(String queue, String owner, Instant now) throws StoreException {
    calls++;
    super.releaseClaims(queue, owner, now);
  }
}
