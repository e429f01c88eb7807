package mailroad.guard.door;

import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailroad.kernel.Text;
import mailroad.store.Batch;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known by a key: a bounded part of it in memory, all of it in the store. What is noted goes to the store with the
 * next {@link #flush}, so that a session never waits for the disk; what was noted since is lost with a crash, and learned
 * anew. Any number of tasks may use it.
 */
final class Book<V> {
  private static final Logger LOG = LoggerFactory.getLogger(Book.class);
  private static final int PAGE = 1000;

  private final Store store;
  private final Key under;
  private final Form<V> form;
  private final int memoryMax;
  private final Map<Key, V> known; // under this object's lock
  private final Map<Key, V> unwritten = new HashMap<>(); // under this object's lock

  /** How an entry is written down. */
  interface Form<V> {
    byte[] write(V value);

    V read(byte[] octets) throws InvalidProtocolBufferException;

    /** When it says nothing any more. */
    Instant ends(V value);
  }

  /**
   * A book.
   *
   * @param under what all its keys begin with
   * @param memoryMax most entries in memory, and most that wait to be written
   */
  Book(Store store, Key under, Form<V> form, int memoryMax) {
    this.store = store;
    this.under = under;
    this.form = form;
    this.memoryMax = memoryMax;
    this.known = Recent.map(memoryMax);
  }

  /** Key of an entry. */
  Key key(Object... parts) {
    return under.then(parts);
  }

  /** What is known; empty too where the store fails. */
  Optional<V> find(Key key) {
    synchronized (this) {
      V value = unwritten.containsKey(key) ? unwritten.get(key) : known.get(key);
      if (value != null) {
        return Optional.of(value);
      }
    }
    try {
      Optional<V> read = store.get(key).flatMap(value -> read(key, value.bytes()));
      read.ifPresent(value -> remember(key, value));
      return read;
    } catch (StoreException e) {
      LOG.warn("event=door-not-read reason=\"{}\"", Text.visible(String.valueOf(e.getMessage())));
      return Optional.empty();
    }
  }

  private Optional<V> read(Key key, byte[] octets) {
    try {
      return Optional.of(form.read(octets));
    } catch (InvalidProtocolBufferException e) {
      LOG.warn("event=door-entry-damaged key=\"{}\"", Text.visible(key.toString()));
      return Optional.empty();
    }
  }

  private synchronized void remember(Key key, V value) {
    known.putIfAbsent(key, value);
  }

  /** Notes an entry; where too many wait to be written, it is kept in memory alone. */
  synchronized void note(Key key, V value) {
    known.put(key, value);
    if (unwritten.containsKey(key) || unwritten.size() < memoryMax) {
      unwritten.put(key, value);
    }
  }

  /** Whether an entry waits to be written. */
  synchronized boolean waits(Key key) {
    return unwritten.containsKey(key);
  }

  /** Writes what was noted since; gives how much that was. */
  int flush() throws StoreException {
    Map<Key, V> now;
    synchronized (this) {
      now = new LinkedHashMap<>(unwritten);
    }
    Batch batch = new Batch();
    int ops = 0;
    for (Map.Entry<Key, V> entry : now.entrySet()) {
      batch.put(entry.getKey(), form.write(entry.getValue()));
      if (++ops == PAGE) {
        store.commit(batch);
        batch = new Batch();
        ops = 0;
      }
    }
    if (ops > 0) {
      store.commit(batch);
    }
    synchronized (this) {
      now.forEach(unwritten::remove);
    }
    return now.size();
  }

  /**
   * Removes from the store what says nothing any more, and what is beyond a bound.
   *
   * @return how many were removed
   */
  int sweep(Instant now, int most) throws StoreException {
    int kept = 0;
    int removed = 0;
    Key from = under;
    while (true) {
      List<Store.Entry> page = store.range(Store.Range.from(from, under, PAGE));
      List<Key> old = new ArrayList<>();
      for (Store.Entry entry : page) {
        boolean ended =
            read(entry.key(), entry.value().bytes())
                .map(value -> !form.ends(value).isAfter(now))
                .orElse(true);
        if (ended || kept >= most) {
          old.add(entry.key());
        } else {
          kept++;
        }
      }
      remove(old);
      removed += old.size();
      if (page.size() < PAGE) {
        return removed;
      }
      from = page.getLast().key().after();
    }
  }

  private void remove(List<Key> keys) throws StoreException {
    if (keys.isEmpty()) {
      return;
    }
    Batch batch = new Batch();
    synchronized (this) {
      for (Key key : keys) {
        known.remove(key);
        batch.delete(key);
      }
    }
    store.commit(batch);
  }

  /** Forgets an entry at once. */
  void remove(Key key) throws StoreException {
    synchronized (this) {
      unwritten.remove(key);
    }
    remove(List.of(key));
  }

  /** An entry as it lies in the store. */
  record Entry<V>(Key key, V value) {}

  /** The entries in the store, in the order of their keys. */
  List<Entry<V>> written(int most) throws StoreException {
    List<Entry<V>> out = new ArrayList<>();
    Key from = under;
    while (out.size() < most) {
      List<Store.Entry> page = store.range(Store.Range.from(from, under, PAGE));
      for (Store.Entry entry : page) {
        read(entry.key(), entry.value().bytes())
            .ifPresent(value -> out.add(new Entry<>(entry.key(), value)));
      }
      if (page.size() < PAGE) {
        break;
      }
      from = page.getLast().key().after();
    }
    return out.size() <= most ? out : out.subList(0, most);
  }
}
