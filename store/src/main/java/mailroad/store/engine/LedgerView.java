package mailroad.store.engine;

import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import mailroad.records.BlobRecord;
import mailroad.records.QueueItemRecord;
import mailroad.records.SegmentRecord;
import mailroad.store.BlobId;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;

/** Reads entries, queues and blob records out of an ordered map of octets. */
public final class LedgerView implements View {
  private final OctetMap map;
  private final Function<BlobId, Optional<BlobRecord>> pending;

  /**
   * Reads from a map.
   *
   * @param pending blobs that are finished, and will stand in the map once something refers to them
   */
  public LedgerView(OctetMap map, Function<BlobId, Optional<BlobRecord>> pending) {
    this.map = map;
    this.pending = pending;
  }

  @Override
  public Optional<Store.Value> entry(Key key) throws StoreException {
    return map.get(Family.ENTRY.key(key.encoded())).map(LedgerView::value);
  }

  @Override
  public Optional<Item> item(ItemName name) throws StoreException {
    Optional<byte[]> found =
        map.get(Family.ITEM.key(Family.tuple(name.queue()), name.id().encoded()));
    return found.isPresent() ? Optional.of(item(found.get())) : Optional.empty();
  }

  @Override
  public boolean hasBlob(BlobId blob) throws StoreException {
    return blob(blob).isPresent();
  }

  @Override
  public boolean hasReference(Reference reference) throws StoreException {
    byte[] blob = Family.octets(reference.blob());
    byte[] key = Family.REFERENCE.key(blob, reference.by().encoded());
    return about(reference.blob(), key).isPresent();
  }

  /** The entries of a range; see {@link Store#range}. */
  public List<Store.Entry> range(Store.Range range) throws StoreException {
    byte[] from = Family.ENTRY.key(range.from().encoded());
    byte[] to = range.to().map(key -> Family.ENTRY.key(key.encoded())).orElse(Family.ENTRY.end());
    List<OctetMap.Pair> pairs = map.scan(from, to, range.limit(), range.backwards());
    List<Store.Entry> entries = new ArrayList<>(pairs.size());
    for (OctetMap.Pair pair : pairs) {
      entries.add(new Store.Entry(Key.decode(pair.key(), 1), value(pair.value())));
    }
    return entries;
  }

  /** When the next item of a queue is due; see {@link Store#nextDue}. */
  public Optional<Instant> nextDue(String queue, String lane) throws StoreException {
    Key prefix = lane(queue, lane);
    byte[] from = Family.READY.key(firstOf(prefix).encoded());
    byte[] to = Family.READY.key(prefix.after().encoded());
    List<OctetMap.Pair> first = map.scan(from, to, 1, false);
    return first.isEmpty()
        ? Optional.empty()
        : Optional.of(Key.decode(Family.rest(first.getFirst().key(), 0)).after(prefix).moment());
  }

  /** The lanes that have items; see {@link Store#lanes}. */
  public List<Store.Lane> lanes(String queue, String after, int limit) throws StoreException {
    List<Store.Lane> lanes = new ArrayList<>();
    Key inNoLane = firstOf(Key.of(queue));
    Key from = Key.of(queue, after).after();
    while (lanes.size() < limit) {
      List<OctetMap.Pair> first =
          map.scan(
              Family.READY.key(from.encoded()), Family.READY.key(inNoLane.encoded()), 1, false);
      if (first.isEmpty()) {
        break;
      }
      Key.Reader key = Key.decode(Family.rest(first.getFirst().key(), 0)).after(Key.of(queue));
      String name = key.text();
      lanes.add(new Store.Lane(name, key.moment()));
      from = Key.of(queue, name).after();
    }
    return lanes;
  }

  /** What the keys of a lane begin with. Those of items in no lane lack its name, and come after all lanes. */
  static Key lane(String queue, String lane) {
    return lane.isEmpty() ? Key.of(queue) : Key.of(queue, lane);
  }

  /** Before all moments of a lane. */
  static Key firstOf(Key lane) {
    return lane.then(Long.MIN_VALUE);
  }

  /** A finished blob, whether or not it stands in the map by now. */
  public Optional<BlobRecord> blob(BlobId blob) throws StoreException {
    Optional<BlobRecord> waiting = pending.apply(blob);
    return waiting.isPresent() ? waiting : indexed(blob);
  }

  /** A blob that stands in the map. */
  public Optional<BlobRecord> indexed(BlobId blob) throws StoreException {
    Optional<byte[]> found = about(blob, Family.BLOB.key(Family.octets(blob)));
    return found.isPresent()
        ? Optional.of(read("blob record", () -> BlobRecord.parseFrom(found.get())))
        : Optional.empty();
  }

  /** What stands at a key of a blob. While a blob is pending, nothing of it has been written yet. */
  private Optional<byte[]> about(BlobId blob, byte[] key) throws StoreException {
    return pending.apply(blob).isPresent() ? map.unwritten(key) : map.get(key);
  }

  /** How many octets of a segment are needed. */
  public long liveOctets(long segment) throws StoreException {
    Optional<byte[]> found = map.get(Family.SEGMENT.key(Family.tuple(segment)));
    return found.isPresent()
        ? read("segment record", () -> SegmentRecord.parseFrom(found.get())).getLiveOctets()
        : 0;
  }

  /** A number that the store keeps of itself; 0 if it has none of this name. */
  long meta(String name) throws StoreException {
    return map.get(Family.META.key(Family.tuple(name)))
        .map(octets -> ByteBuffer.wrap(octets).getLong())
        .orElse(0L);
  }

  private static Store.Value value(byte[] octets) {
    long version = ByteBuffer.wrap(octets).getLong();
    return new Store.Value(Arrays.copyOfRange(octets, Long.BYTES, octets.length), version);
  }

  static byte[] octets(Store.Value value) {
    return ByteBuffer.allocate(Long.BYTES + value.bytes().length)
        .putLong(value.version())
        .put(value.bytes())
        .array();
  }

  private static Item item(byte[] octets) throws StoreException {
    QueueItemRecord found = read("queue item", () -> QueueItemRecord.parseFrom(octets));
    return new Item(
        found.getLane(),
        Instant.ofEpochMilli(found.getDueMillis()),
        Instant.ofEpochMilli(found.getReadyMillis()),
        found.getToken() == 0
            ? Optional.empty()
            : Optional.of(new Item.Holder(found.getOwner(), found.getToken())));
  }

  static byte[] octets(Item item) {
    QueueItemRecord.Builder out =
        QueueItemRecord.newBuilder()
            .setLane(item.lane())
            .setDueMillis(item.due().toEpochMilli())
            .setReadyMillis(item.ready().toEpochMilli());
    item.claim().ifPresent(holder -> out.setOwner(holder.owner()).setToken(holder.token()));
    return out.build().toByteArray();
  }

  private interface Parser<T> {
    T parse() throws InvalidProtocolBufferException;
  }

  private static <T> T read(String what, Parser<T> parser) throws StoreException {
    try {
      return parser.parse();
    } catch (InvalidProtocolBufferException e) {
      throw new StoreException("damaged " + what, e);
    }
  }
}
