package mailroad.mailbox;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailroad.mime.Envelope;
import mailroad.mime.Field;
import mailroad.mime.Header;
import mailroad.mime.MimeLimits;
import mailroad.mime.Structure;
import mailroad.records.OutlineRecord;
import mailroad.store.Batch;
import mailroad.store.BlobId;
import mailroad.store.Store;
import mailroad.store.StoreException;
import mailroad.store.StoreFullException;

/**
 * Makes outlines and reads them. Any number of tasks may use it at once.
 *
 * <p>A message for many recipients is looked into once: what is known of the last few blobs is remembered, and holds for
 * each copy that differs in nothing but trace fields in front.
 */
final class Outlines {
  private static final int REMEMBERED_MAX = 32;

  /** What a batch that copies messages spares for their outlines; the others are made when they are needed. */
  private static final int COPIED_OCTETS_MAX = 3_000_000;

  private final Store store;
  private final Map<BlobId, OutlineRecord> remembered =
      new LinkedHashMap<>(REMEMBERED_MAX * 2, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<BlobId, OutlineRecord> eldest) {
          return size() > REMEMBERED_MAX;
        }
      };

  Outlines(Store store) {
    this.store = store;
  }

  /** The outline of a message that comes; empty if it is beyond what is looked into. */
  Optional<OutlineRecord> of(Draft draft) {
    try {
      return draft.blobFrom() == 0 && isTrace(draft.head())
          ? ofBlob(draft.blob(), draft.octets() - draft.head().length)
              .map(record -> OutlineForm.behind(draft.head().length, record))
          : of(content(draft));
    } catch (IOException e) {
      // A blob that cannot be read is for the commit to refuse, or for its reader to find.
      return Optional.empty();
    }
  }

  private Content content(Draft draft) {
    return new Content(store.blobs(), draft.head(), draft.blob(), draft.blobFrom(), draft.octets());
  }

  private Optional<OutlineRecord> ofBlob(BlobId blob, long octets) throws IOException {
    synchronized (remembered) {
      OutlineRecord known = remembered.get(blob);
      if (known != null) {
        return Optional.of(known);
      }
    }
    Optional<OutlineRecord> made = of(new Content(store.blobs(), new byte[0], blob, 0, octets));
    if (made.isPresent()) {
      synchronized (remembered) {
        remembered.put(blob, made.get());
      }
    }
    return made;
  }

  /** Empty if the message is beyond {@link MimeLimits}: its outline would not say all. */
  private static Optional<OutlineRecord> of(Content content) throws IOException {
    Structure structure = Structure.read(content.asOctets(), MimeLimits.DEFAULT);
    return structure.cut()
        ? Optional.empty()
        : Optional.of(OutlineForm.encode(Outline.of(structure)));
  }

  /** An outline as it is kept; empty if it would be too large. */
  static Optional<byte[]> kept(OutlineRecord record) {
    return record.getSerializedSize() > OutlineForm.OCTETS_MAX
        ? Optional.empty()
        : Optional.of(record.toByteArray());
  }

  /** Whether these octets are whole header fields that no outline has: what stands behind them begins a line. */
  private static boolean isTrace(byte[] head) {
    if (head.length == 0) {
      return true;
    }
    Header header = Header.of(head);
    return head[head.length - 1] == '\n'
        && !header.terminated()
        && !header.cut()
        && header.fields().stream()
            .map(Field::name)
            .noneMatch(name -> name.isEmpty() || Outline.lists(name));
  }

  /** The outlines of messages as they are kept, for copies; those that are not there, or too many, are left out. */
  Map<Long, byte[]> kept(Box box, UidSet uids) throws StoreException {
    Map<Long, byte[]> out = new HashMap<>();
    int octets = 0;
    for (UidSet.Range range : uids.ranges()) {
      for (Store.Entry entry : read(box, range)) {
        octets += entry.value().bytes().length;
        if (octets > COPIED_OCTETS_MAX) {
          return out;
        }
        out.put(uid(box, entry), entry.value().bytes());
      }
    }
    return out;
  }

  /** The outlines of messages; those that are not kept are made from the content, and kept from now on. */
  Map<Long, Outline> read(Box box, UidSet uids) throws StoreException {
    Map<Long, Outline> out = new HashMap<>();
    for (UidSet.Range range : uids.ranges()) {
      for (Store.Entry entry : read(box, range)) {
        OutlineForm.decode(entry.value().bytes())
            .ifPresent(outline -> out.put(uid(box, entry), outline));
      }
    }
    if (out.size() < uids.size()) {
      make(box, uids, out);
    }
    return out;
  }

  /** The first pages of messages; those whose outlines are not kept are made as {@link #read} makes them. */
  Map<Long, Envelope> envelopes(Box box, UidSet uids) throws StoreException {
    Map<Long, Envelope> out = HashMap.newHashMap((int) Math.min(uids.size(), 1_000));
    UidSet.Builder known = new UidSet.Builder();
    for (UidSet.Range range : uids.ranges()) {
      for (Store.Entry entry : read(box, range)) {
        Optional<Envelope> envelope = OutlineForm.envelope(entry.value().bytes());
        if (envelope.isPresent()) {
          long uid = uid(box, entry);
          out.put(uid, envelope.get());
          known.add(uid);
        }
      }
    }
    if (out.size() < uids.size()) {
      read(box, uids.without(known.build()))
          .forEach((uid, outline) -> out.put(uid, outline.envelope()));
    }
    return out;
  }

  private List<Store.Entry> read(Box box, UidSet.Range range) throws StoreException {
    return range.first() == range.last()
        ? store
            .get(box.outline(range.first()))
            .map(value -> List.of(new Store.Entry(box.outline(range.first()), value)))
            .orElse(List.of())
        : store.range(
            new Store.Range(
                box.outline(range.first()),
                Optional.of(box.outline(range.last() + 1)),
                (int) Math.min(range.size(), Integer.MAX_VALUE),
                false));
  }

  private static long uid(Box box, Store.Entry entry) {
    return entry.key().after(box.outlines()).number();
  }

  private void make(Box box, UidSet uids, Map<Long, Outline> known) throws StoreException {
    Batch batch = new Batch();
    Walk walk = new Walk(store, box, uids);
    for (var chunk = walk.next(100); !chunk.isEmpty(); chunk = walk.next(100)) {
      for (Store.Entry entry : chunk) {
        long uid = box.uid(entry.key());
        if (!known.containsKey(uid)) {
          Outline made = outline(entry);
          known.put(uid, made);
          keep(batch, box, entry, made);
        }
      }
    }
    if (!batch.ops().isEmpty()) {
      try {
        store.commit(
            batch); // refused if one of them has changed meanwhile: then the next reader makes them
      } catch (StoreFullException e) {
        return; // it is not needed to read
      }
    }
  }

  private Outline outline(Store.Entry entry) throws StoreException {
    try {
      return Outline.of(Records.content(store.blobs(), Records.message(entry)).asOctets());
    } catch (IOException e) {
      throw new StoreException("cannot read the message at " + entry.key(), e);
    }
  }

  private static void keep(Batch batch, Box box, Store.Entry entry, Outline outline) {
    if (batch.octetsMax() > COPIED_OCTETS_MAX || outline.root().header().cut()) {
      return;
    }
    kept(OutlineForm.encode(outline))
        .ifPresent(octets ->
            batch
                .assertVersion(entry.key(), entry.value().version())
                .put(box.outline(box.uid(entry.key())), octets));
  }
}
