package mailroad.mta.report;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import mailroad.kernel.Bell;
import mailroad.kernel.Text;
import mailroad.kernel.World;
import mailroad.mime.Octets;
import mailroad.mta.content.BlobOctets;
import mailroad.store.Batch;
import mailroad.store.BlobId;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages that may bring reports, and are to be read: put here with the batch that takes them, so that none is forgotten,
 * and read later, by whichever node comes first. Any number of tasks may use it.
 */
public final class Tray {
  private static final Logger LOG = LoggerFactory.getLogger(Tray.class);
  private static final Duration READING_INTERVAL = Duration.ofMinutes(1);
  private static final Duration LEASE = Duration.ofMinutes(10);

  /** What could not be read for so long never will be. */
  private static final Duration READ_WITHIN = Duration.ofDays(2);

  private static final int AT_ONCE = 4;

  private final World world;
  private final Store store;
  private final Names names;
  private final DueWork due;

  /**
   * How it is called.
   *
   * @param queue of what is to be read
   * @param prefix of the keys of its items
   * @param node this one's name among the nodes of one store
   */
  public record Names(String queue, Key prefix, String node) {}

  /** A tray in a store. */
  public Tray(World world, Store store, Names names) {
    this.world = world;
    this.store = store;
    this.names = names;
    this.due =
        new DueWork(
            world,
            store,
            new DueWork.Terms(names.queue(), names.queue(), names.node(), LEASE, AT_ONCE));
  }

  /**
   * A message to be read.
   *
   * @param unique told apart by this from others of the same content and moment
   * @param note what its reader needs to know
   */
  public record Item(Instant arrived, BlobId blob, String unique, byte[] note) {}

  /** Reads messages. */
  @FunctionalInterface
  public interface Reader {
    /**
     * Reads one, and adds to the batch what comes of it.
     *
     * @throws StoreException if the machine fails; then it is read again
     * @throws IOException likewise
     */
    Read read(Item item, Octets message, Batch batch)
        throws StoreException, IOException, InterruptedException;
  }

  /** Puts what came of reading into the store. */
  @FunctionalInterface
  public interface Commit {
    /**
     * Does so, or leaves the item here, if the store has changed meanwhile.
     *
     * @throws StoreException if the machine fails
     */
    void commit() throws StoreException;
  }

  /** What came of reading. */
  public sealed interface Read {
    /**
     * It is over.
     *
     * @param commit commits the batch, and whatever goes with it
     */
    record Done(Commit commit) implements Read {}

    /** It cannot be known yet; nothing of the batch counts. */
    record Later(Instant next) implements Read {}
  }

  /** Puts a message here, with the batch that takes it. */
  public void put(Batch batch, Item item) {
    Key key = names.prefix().then(item.arrived(), item.blob().value(), item.unique());
    batch
        .reference(item.blob(), key)
        .put(key, item.note())
        .schedule(names.queue(), key, item.arrived());
  }

  /** Has all read that comes here, each message in a task of its own, and at once what a bell tells of; for a task. */
  public void keepReading(Bell bell, Reader reader) throws InterruptedException {
    while (true) {
      long seen = bell.rings();
      try {
        due.doAll(claim -> workOn(claim, reader));
      } catch (StoreException e) {
        LOG.warn(
            "event={}-failed reason=\"{}\"",
            names.queue(),
            Text.visible(String.valueOf(e.getMessage())));
      }
      bell.await(seen, READING_INTERVAL);
    }
  }

  private void workOn(Store.Claim claim, Reader reader) throws InterruptedException {
    Key.Reader parts = claim.id().after(names.prefix());
    Instant arrived = parts.moment();
    BlobId blob = new BlobId(parts.text());
    try {
      Optional<Store.Value> note = store.get(claim.id());
      Batch batch = over(claim, blob);
      if (note.isEmpty() || arrived.plus(READ_WITHIN).isBefore(world.now())) {
        LOG.warn("event=report-left-unread queue={} arrived={}", names.queue(), arrived);
        store.commit(batch);
        return;
      }
      Item item = new Item(arrived, blob, parts.text(), note.get().bytes());
      Octets message = new BlobOctets(store.blobs(), blob, store.blobs().size(blob));
      switch (reader.read(item, message, batch)) {
        case Read.Done(var commit) -> commit.commit();
        case Read.Later(var next) ->
            store.commit(new Batch().assertClaim(claim).schedule(names.queue(), claim.id(), next));
      }
    } catch (StoreException | IOException e) {
      // Nothing has changed: it is read once the lease is over.
      LOG.warn(
          "event=report-read-failed queue={} reason=\"{}\"",
          names.queue(),
          Text.visible(String.valueOf(e.getMessage())));
    }
  }

  private Batch over(Store.Claim claim, BlobId blob) {
    return new Batch()
        .assertClaim(claim)
        .unschedule(names.queue(), claim.id())
        .delete(claim.id())
        .dereference(blob, claim.id());
  }
}
