package mailroad.mta.report;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import mailroad.store.Batch;
import mailroad.store.Store;
import mailroad.store.StoreException;

/**
 * A report that is due, in the hands of this node alone: how far it has come stands in the store. Each change is refused
 * once another node has it. Used by one task.
 */
public final class DueReport {
  private final Store store;
  private final String queue;
  private final Store.Claim claim;
  private final DomainDay about;

  DueReport(Store store, ReportKind<?> kind, Store.Claim claim) {
    this.store = store;
    this.queue = kind.queue();
    this.claim = claim;
    this.about = DomainDay.of(claim.id(), kind.out());
  }

  /** What it is about. */
  public DomainDay about() {
    return about;
  }

  /** How far it has come; empty if it was not begun. */
  public Optional<byte[]> kept() throws StoreException {
    return store.get(claim.id()).map(Store.Value::bytes);
  }

  /** Keeps how far it has come; whether this node still has it. */
  public boolean keep(byte[] octets) throws StoreException {
    return keep(octets, _ -> {});
  }

  /** The same, with more in one batch; false as well if that is refused. */
  public boolean keep(byte[] octets, Consumer<Batch> more) throws StoreException {
    Batch batch = mine().put(claim.id(), octets);
    more.accept(batch);
    return store.commit(batch) instanceof Store.Commit.Done;
  }

  /** Is gone on with later. */
  public void later(byte[] octets, Instant next) throws StoreException {
    store.commit(mine().put(claim.id(), octets).schedule(queue, claim.id(), next));
  }

  /** Is begun later. */
  public void again(Instant at) throws StoreException {
    store.commit(mine().schedule(queue, claim.id(), at));
  }

  /** Nothing is left to be done; with more in one batch. */
  public void settle(byte[] octets, Consumer<Batch> more) throws StoreException {
    over(batch -> more.accept(batch.put(claim.id(), octets)));
  }

  /** The domain wants none: nothing is kept of it; with more in one batch. */
  public void forget(Consumer<Batch> more) throws StoreException {
    over(batch -> more.accept(batch.delete(claim.id())));
  }

  /** There is nothing to tell; what is kept of one made before stays. */
  public void drop() throws StoreException {
    over(_ -> {});
  }

  private void over(Consumer<Batch> more) throws StoreException {
    Batch batch = mine().unschedule(queue, claim.id());
    more.accept(batch);
    store.commit(batch);
  }

  private Batch mine() {
    return new Batch().assertClaim(claim);
  }
}
