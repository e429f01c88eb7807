package mailroad.mailbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;

/** Reads the messages of a UID set chunk by chunk, in order. Used by one task. */
final class Walk {
  private final Store store;
  private final Box box;
  private final List<UidSet.Range> ranges;
  private int range;
  private long next;

  Walk(Store store, Box box, UidSet uids) {
    this.store = store;
    this.box = box;
    this.ranges = uids.ranges();
    this.next = ranges.isEmpty() ? 0 : ranges.getFirst().first();
  }

  /**
   * The next messages that exist; none at the end.
   *
   * @param limit most messages
   */
  List<Store.Entry> next(int limit) throws StoreException {
    List<Store.Entry> chunk = new ArrayList<>();
    long octets = 0;
    while (range < ranges.size() && chunk.size() < limit && octets < Shelf.CHUNK_OCTETS_MAX) {
      long last = ranges.get(range).last();
      List<Store.Entry> some = read(next, last, limit - chunk.size());
      boolean cut = some.size() == limit - chunk.size() && next != last;
      for (Store.Entry entry : some) {
        if (octets >= Shelf.CHUNK_OCTETS_MAX) {
          cut = true;
          break;
        }
        octets += entry.value().bytes().length;
        chunk.add(entry);
      }
      if (cut) {
        next = box.uid(chunk.getLast().key()) + 1;
      }
      if (!cut || next > last) {
        range++;
        next = range < ranges.size() ? ranges.get(range).first() : 0;
      }
    }
    return chunk;
  }

  /** The messages of a set that exist. */
  static List<Store.Entry> all(Store store, Box box, UidSet uids, int chunk) throws StoreException {
    Walk walk = new Walk(store, box, uids);
    List<Store.Entry> all = new ArrayList<>();
    for (List<Store.Entry> some = walk.next(chunk); !some.isEmpty(); some = walk.next(chunk)) {
      all.addAll(some);
    }
    return all;
  }

  private List<Store.Entry> read(long first, long last, int limit) throws StoreException {
    Key from = box.message(first);
    if (first == last) {
      return store.get(from).map(value -> List.of(new Store.Entry(from, value))).orElse(List.of());
    }
    return store.range(new Store.Range(from, Optional.of(box.message(last + 1)), limit, false));
  }
}
