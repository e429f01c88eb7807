package mailroad.store.engine;

import static mailroad.store.engine.Family.octets;
import static mailroad.store.engine.Family.tuple;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import mailroad.records.BlobRecord;
import mailroad.records.ExtentRecord;
import mailroad.records.SegmentRecord;
import mailroad.store.Batch;
import mailroad.store.BlobId;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;
import mailroad.store.engine.View.ItemName;
import mailroad.store.engine.View.Reference;

/**
 * Keeps entries, queues and references in an ordered map of octets. What a call changes is to be written by the
 * engine whole or not at all. Used by one task at a time.
 */
public final class Ledger {
  private static final String SEQUENCE = "sequence";
  private static final String FORMAT = "format";
  private static final long FORMAT_NOW = 1;
  private static final byte[] NOTHING = {};

  private final OctetMap.Writable map;
  private final LedgerView view;
  private final SegmentSizes sizes;

  /** The highest version or token that was given out. */
  private long sequence;

  private long sealed;

  /** How many octets a chunk of this content takes in a segment, headers counted. */
  @FunctionalInterface
  public interface SegmentSizes {
    /** The octets that an extent of a blob takes. */
    long octets(BlobRecord blob, ExtentRecord extent);
  }

  /**
   * Opens the ledger in a map, which may be empty.
   *
   * @param pending blobs that are finished, and are to be put into the map once something refers to them
   * @throws StoreException if a later version of this program wrote the map
   */
  public Ledger(
      OctetMap.Writable map, Function<BlobId, Optional<BlobRecord>> pending, SegmentSizes sizes)
      throws StoreException {
    this.map = map;
    this.view = new LedgerView(map, pending);
    this.sizes = sizes;
    this.sequence = view.meta(SEQUENCE);
    if (view.meta(FORMAT) > FORMAT_NOW) {
      throw new StoreException(
          "the store has format %d; this version knows up to %d"
              .formatted(view.meta(FORMAT), FORMAT_NOW));
    }
  }

  /** Reads what the ledger holds, with what has been changed. */
  public LedgerView view() {
    return view;
  }

  /** Does a batch; if it is refused, nothing changes. */
  public Evaluation commit(Batch batch) throws StoreException {
    Evaluation evaluation = Evaluation.of(batch, view, sequence + 1);
    if (evaluation.commit() instanceof Store.Commit.Done) {
      sequence++;
      apply(evaluation.changes());
    }
    return evaluation;
  }

  /** Leases items that are due; see {@link Store#claimDue}. */
  public List<Store.Claim> claimDue(
      String queue, String lane, Batch.Lease lease, Instant now, int n) throws StoreException {
    List<Store.Claim> claims = new ArrayList<>();
    Key prefix = LedgerView.lane(queue, lane);
    byte[] from = Family.READY.key(LedgerView.firstOf(prefix).encoded());
    byte[] to = Family.READY.key(prefix.then(now.toEpochMilli() + 1).encoded());
    int prefixOctets = prefix.then(now).octets();
    for (OctetMap.Pair pair : map.scan(from, to, n, false)) {
      ItemName name = new ItemName(queue, Key.decode(Family.rest(pair.key(), prefixOctets)));
      Item item = view.item(name).orElseThrow(() -> new StoreException("no item " + name));
      Item.Holder holder = new Item.Holder(lease.owner(), ++sequence);
      replace(name, Optional.of(item), Optional.of(item.claimed(holder, lease.until())));
      claims.add(new Store.Claim(queue, name.id(), item.due(), holder.token()));
    }
    return claims;
  }

  /**
   * Makes up to {@code limit} items that the owner has claimed due again; see {@link Store#releaseClaims}.
   *
   * @return whether there may be more
   */
  public boolean releaseClaims(String queue, String owner, Instant now, int limit)
      throws StoreException {
    Key prefix = Key.of(queue, owner);
    byte[] from = Family.CLAIMED.key(prefix.encoded());
    byte[] to = Family.CLAIMED.key(prefix.after().encoded());
    List<OctetMap.Pair> claimed = map.scan(from, to, limit, false);
    for (OctetMap.Pair pair : claimed) {
      ItemName name = new ItemName(queue, Key.decode(Family.rest(pair.key(), prefix.octets())));
      Item item = view.item(name).orElseThrow(() -> new StoreException("no item " + name));
      replace(name, Optional.of(item), Optional.of(item.released(now)));
    }
    return claimed.size() == limit;
  }

  /** Puts a finished blob into the map to which nothing refers as yet: a sweep may take it. */
  public void index(BlobId blob, BlobRecord blobRecord) throws StoreException {
    add(blob, blobRecord);
    markLoose(blob, blobRecord);
  }

  private void add(BlobId blob, BlobRecord blobRecord) throws StoreException {
    map.put(Family.BLOB.key(octets(blob)), blobRecord.toByteArray());
    countLive(blobRecord, 1);
  }

  /** Says where the content of a blob now lies. */
  public void move(BlobId blob, BlobRecord from, BlobRecord to) throws StoreException {
    map.put(Family.BLOB.key(octets(blob)), to.toByteArray());
    countLive(from, -1);
    countLive(to, 1);
  }

  /** Forgets a segment that holds nothing that is needed. */
  public void forgetSegment(long segment) throws StoreException {
    map.delete(Family.SEGMENT.key(tuple(segment)));
  }

  /**
   * Removes blobs that nothing refers to; see {@link mailroad.store.Blobs#sweep}.
   *
   * @param limit how many are looked at
   */
  public Swept sweep(Instant finishedBefore, int limit) throws StoreException {
    byte[] from = Family.LOOSE.key();
    byte[] to = Family.LOOSE.key(tuple(finishedBefore.toEpochMilli() + 1));
    List<OctetMap.Pair> loose = map.scan(from, to, limit, false);
    List<BlobId> removed = new ArrayList<>();
    for (OctetMap.Pair mark : loose) {
      BlobId blob = Family.blobAtEnd(mark.key());
      map.delete(mark.key());
      if (removeUnlessNeeded(blob)) {
        removed.add(blob);
      }
    }
    return new Swept(removed, loose.size() == limit);
  }

  /**
   * What a sweep did.
   *
   * @param more whether there may be more to look at
   */
  public record Swept(List<BlobId> removed, boolean more) {}

  /** To be called before what was changed is written: adds what the ledger knows of itself. */
  public void seal() throws StoreException {
    sequence++; // also a group that takes no number of its own is told from the one before it
    sealed = sequence;
    map.put(Family.META.key(tuple(SEQUENCE)), number(sequence));
    if (view.meta(FORMAT) != FORMAT_NOW) {
      map.put(Family.META.key(tuple(FORMAT)), number(FORMAT_NOW));
    }
  }

  /** Whether what was last sealed stands in a map. */
  public boolean isWritten(OctetMap written) throws StoreException {
    return new LedgerView(written, blob -> Optional.empty()).meta(SEQUENCE) == sealed;
  }

  private void apply(Changes changes) throws StoreException {
    for (Map.Entry<Key, Optional<Store.Value>> change : changes.entries().entrySet()) {
      byte[] key = Family.ENTRY.key(change.getKey().encoded());
      if (change.getValue().isPresent()) {
        map.put(key, LedgerView.octets(change.getValue().get()));
      } else {
        map.delete(key);
      }
    }
    for (Map.Entry<ItemName, Optional<Item>> change : changes.items().entrySet()) {
      replace(change.getKey(), view.item(change.getKey()), change.getValue());
    }
    for (Map.Entry<Reference, Boolean> change : changes.references().entrySet()) {
      refer(change.getKey(), change.getValue());
    }
  }

  private void replace(ItemName name, Optional<Item> before, Optional<Item> after)
      throws StoreException {
    if (before.isPresent()) {
      map.delete(readyKey(name, before.get()));
      if (before.get().claim().isPresent()) {
        map.delete(claimedKey(name, before.get().claim().get()));
      }
    }
    byte[] key = Family.ITEM.key(tuple(name.queue()), name.id().encoded());
    if (after.isEmpty()) {
      map.delete(key);
      return;
    }
    map.put(key, LedgerView.octets(after.get()));
    map.put(readyKey(name, after.get()), NOTHING);
    if (after.get().claim().isPresent()) {
      map.put(claimedKey(name, after.get().claim().get()), NOTHING);
    }
  }

  private static byte[] readyKey(ItemName name, Item item) {
    Key lane = LedgerView.lane(name.queue(), item.lane());
    return Family.READY.key(lane.then(item.ready()).encoded(), name.id().encoded());
  }

  private static byte[] claimedKey(ItemName name, Item.Holder holder) {
    return Family.CLAIMED.key(tuple(name.queue(), holder.owner()), name.id().encoded());
  }

  private void refer(Reference reference, boolean stands) throws StoreException {
    byte[] key = Family.REFERENCE.key(octets(reference.blob()), reference.by().encoded());
    Optional<BlobRecord> indexed = view.indexed(reference.blob());
    if (!stands) {
      map.delete(key);
      if (indexed.isPresent()) {
        markLoose(reference.blob(), indexed.get());
      }
      return;
    }
    map.put(key, NOTHING);
    if (indexed.isEmpty()) {
      add(
          reference.blob(),
          view.blob(reference.blob())
              .orElseThrow(() -> new StoreException("no blob " + reference.blob())));
    }
  }

  private boolean removeUnlessNeeded(BlobId blob) throws StoreException {
    byte[] id = octets(blob);
    Optional<BlobRecord> indexed = view.indexed(blob);
    byte[] references = Family.REFERENCE.key(id);
    byte[] end = Family.REFERENCE.key(id, new byte[] {(byte) 0xFF});
    if (indexed.isEmpty() || !map.scan(references, end, 1, false).isEmpty()) {
      return false;
    }
    map.delete(Family.BLOB.key(id));
    countLive(indexed.get(), -1);
    return true;
  }

  private void markLoose(BlobId blob, BlobRecord found) throws StoreException {
    map.put(Family.LOOSE.key(tuple(found.getFinishedMillis()), octets(blob)), NOTHING);
  }

  private void countLive(BlobRecord blob, int sign) throws StoreException {
    for (ExtentRecord extent : blob.getExtentsList()) {
      long live = view.liveOctets(extent.getSegment()) + sign * sizes.octets(blob, extent);
      map.put(
          Family.SEGMENT.key(tuple(extent.getSegment())),
          SegmentRecord.newBuilder().setLiveOctets(live).build().toByteArray());
    }
  }

  private static byte[] number(long number) {
    return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
  }
}
