package mailroad.store.rocksdb;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicIntegerArray;
import mailroad.store.StoreException;
import mailroad.store.engine.OctetMap;
import org.jspecify.annotations.Nullable;

/**
 * The database with a memory of what stands at keys, or that nothing does, as far as that was read lately. Any
 * task reads; the committer alone writes.
 *
 * <p>Whoever has seen a write, in a scan or in the memory, sees it in the memory from then on: while a key is being
 * written its {@linkplain #turns turn} is odd, and readers ask the database; what a reader has loaded is remembered only
 * if the turn is still the one of before the load. Keys share turns, which costs a load now and then and nothing else.
 */
final class RecentValues implements OctetMap {
  private static final int TURNS = 1 << 12;

  /** What an entry takes beside its octets, about. */
  private static final int ENTRY_OCTETS = 160;

  /** Larger values are left to the database. */
  private static final int VALUE_OCTETS_MAX = 16 << 10;

  private final RocksDatabase database;
  private final Cache<Name, Optional<byte[]>> values;
  private final AtomicIntegerArray turns = new AtomicIntegerArray(TURNS);

  private record Name(byte[] key, int hash) {
    Name(byte[] key) {
      this(key, Arrays.hashCode(key));
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Name(var otherKey, _) && Arrays.equals(key, otherKey);
    }

    @Override
    public int hashCode() {
      return hash;
    }

    int turn() {
      return (hash ^ hash >>> 16) & TURNS - 1;
    }
  }

  /**
   * Remembers nothing yet.
   *
   * @param octetsMax memory, about
   */
  RecentValues(RocksDatabase database, long octetsMax) {
    this.database = database;
    this.values =
        Caffeine.newBuilder()
            .maximumWeight(octetsMax)
            .weigher(RecentValues::weight)
            .executor(Runnable::run) // whoever reads or writes also clears up
            .build();
  }

  private static int weight(Name name, Optional<byte[]> value) {
    return ENTRY_OCTETS + name.key().length + value.map(octets -> octets.length).orElse(0);
  }

  @Override
  public Optional<byte[]> get(byte[] key) throws StoreException {
    Name name = new Name(key);
    int turn = turns.get(name.turn());
    if ((turn & 1) != 0) {
      return database.get(key);
    }
    Optional<byte[]> known = values.getIfPresent(name);
    if (known != null) {
      return known;
    }
    Optional<byte[]> loaded = database.get(key);
    if (isSmall(loaded)) {
      values
          .asMap()
          .compute(
              name,
              (_, newer) -> newer != null ? newer : turns.get(name.turn()) == turn ? loaded : null);
    }
    return loaded;
  }

  @Override
  public List<Pair> scan(byte[] from, byte[] to, int limit, boolean backwards)
      throws StoreException {
    return database.scan(from, to, limit, backwards);
  }

  /** Writes changes, durably. After a failure it is unknown what the database holds, and nothing of it is remembered. */
  void write(Map<byte[], Optional<byte[]>> changes) throws StoreException {
    List<Name> names = new ArrayList<>(changes.size());
    changes.keySet().forEach(key -> names.add(new Name(key)));
    BitSet touched = new BitSet(TURNS);
    names.forEach(name -> touched.set(name.turn()));
    touched.stream().forEach(turns::incrementAndGet);
    boolean written = false;
    try {
      database.write(WriteForm.of(changes));
      written = true;
    } finally {
      Iterator<Optional<byte[]>> values = changes.values().iterator();
      for (Name name : names) {
        Optional<byte[]> value = values.next();
        if (written && isSmall(value)) {
          // What nobody has asked for is not remembered: much is written once, and never read from
          // here.
          this.values.asMap().replace(name, value);
        } else {
          this.values.invalidate(name);
        }
      }
      touched.stream().forEach(turns::incrementAndGet);
    }
  }

  private static boolean isSmall(Optional<byte[]> value) {
    return value.isEmpty() || value.get().length <= VALUE_OCTETS_MAX;
  }
}
