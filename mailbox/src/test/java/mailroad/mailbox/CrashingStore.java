package mailroad.mailbox;

import mailroad.store.Batch;
import mailroad.store.DelegatingStore;
import mailroad.store.Store;
import mailroad.store.StoreException;

/** A store whose machine fails at some commit, before or after it took effect, and at all that come then. */
final class CrashingStore extends DelegatingStore {
  private final boolean takesEffect;
  private int commitsLeft;

  CrashingStore(Store store, int commitsBefore, boolean takesEffect) {
    super(store);
    this.commitsLeft = commitsBefore;
    this.takesEffect = takesEffect;
  }

  @Override
  public Commit commit(Batch batch) throws StoreException {
    if (commitsLeft-- > 0) {
      return super.commit(batch);
    }
    if (commitsLeft == -1 && takesEffect) {
      super.commit(batch);
    }
    throw new StoreException("the power failed");
  }
}
