package mailroad.mailbox;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;

/**
 * What records say that are read again and again, such as those of accounts: each is asked of the store every time, and
 * decoded once for each of its versions. Any number of tasks may use it.
 */
final class Decoded<T> {
  private static final int KEPT_MAX = 10_000;

  private final Store store;
  private final Decoder<T> decoder;
  private final Map<Key, Known<T>> known = new ConcurrentHashMap<>();

  /** Reads one kind of record. */
  @FunctionalInterface
  interface Decoder<T> {
    T decode(Key key, Store.Value value) throws StoreException;
  }

  private record Known<T>(long version, T value) {}

  Decoded(Store store, Decoder<T> decoder) {
    this.store = store;
    this.decoder = decoder;
  }

  /** What stands at a key now. */
  Optional<T> read(Key key) throws StoreException {
    Optional<Store.Value> there = store.get(key);
    if (there.isEmpty()) {
      known.remove(key);
      return Optional.empty();
    }
    Known<T> before = known.get(key);
    if (before != null && before.version() == there.get().version()) {
      return Optional.of(before.value());
    }
    T value = decoder.decode(key, there.get());
    if (known.size() >= KEPT_MAX) {
      known.clear();
    }
    known.put(key, new Known<>(there.get().version(), value));
    return Optional.of(value);
  }
}
