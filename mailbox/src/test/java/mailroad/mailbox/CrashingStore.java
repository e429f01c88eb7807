package mailroad.mailbox;

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

/** A store whose machine fails at some commit, before or after it took effect, and at all that come then. */
final class CrashingStore implements Store {
  private final Store store;
  private final boolean takesEffect;
  private int commitsLeft;

  CrashingStore(Store store, int commitsBefore, boolean takesEffect) {
    this.store = store;
    this.commitsLeft = commitsBefore;
    this.takesEffect = takesEffect;
  }

  @Override
  public Commit commit(Batch batch) throws StoreException {
    if (commitsLeft-- > 0) {
      return store.commit(batch);
    }
    if (commitsLeft == -1 && takesEffect) {
      store.commit(batch);
    }
    throw new StoreException("the power failed");
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
