package mailroad.store.rocksdb;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import mailroad.store.StoreException;
import mailroad.store.engine.OctetMap;

/**
 * The database with what a group of batches changes, before it is written. For the committer alone.
 */
final class GroupMap implements OctetMap.Writable {
  private final RecentValues database;

  /** What the group sets, or removes. */
  private final NavigableMap<byte[], Optional<byte[]>> changes =
      new TreeMap<>(Arrays::compareUnsigned);

  /** What stood in {@link #changes} before each change since the mark. */
  private final List<Undo> undo = new ArrayList<>();

  /**
   * A change to be undone.
   *
   * @param before what the group did to the key before; empty for nothing
   */
  private record Undo(byte[] key, Optional<Optional<byte[]>> before) {}

  /** An empty group. */
  GroupMap(RecentValues database) {
    this.database = database;
  }

  @Override
  public Optional<byte[]> get(byte[] key) throws StoreException {
    Optional<byte[]> changed = changes.get(key);
    return changed != null ? changed : database.get(key);
  }

  @Override
  public Optional<byte[]> unwritten(byte[] key) {
    return changes.getOrDefault(key, Optional.empty());
  }

  @Override
  public List<Pair> scan(byte[] from, byte[] to, int limit, boolean backwards)
      throws StoreException {
    if (Arrays.compareUnsigned(from, to) >= 0) {
      return List.of();
    }
    NavigableMap<byte[], Optional<byte[]>> changed = changes.subMap(from, true, to, false);
    if (changed.isEmpty()) {
      return database.scan(from, to, limit, backwards);
    }
    // So many that enough are left when those that the group removes are taken out.
    long removed = changed.values().stream().filter(Optional::isEmpty).count();
    int enough = (int) Math.min(Integer.MAX_VALUE, limit + removed);
    NavigableMap<byte[], Optional<byte[]>> both = new TreeMap<>(Arrays::compareUnsigned);
    for (Pair pair : database.scan(from, to, enough, backwards)) {
      both.put(pair.key(), Optional.of(pair.value()));
    }
    both.putAll(changed);
    List<Pair> pairs = new ArrayList<>();
    for (Map.Entry<byte[], Optional<byte[]>> entry :
        (backwards ? both.descendingMap() : both).entrySet()) {
      if (pairs.size() == limit) {
        break;
      }
      entry.getValue().ifPresent(value -> pairs.add(new Pair(entry.getKey(), value)));
    }
    return pairs;
  }

  @Override
  public void put(byte[] key, byte[] value) {
    change(key, Optional.of(value));
  }

  @Override
  public void delete(byte[] key) {
    change(key, Optional.empty());
  }

  private void change(byte[] key, Optional<byte[]> value) {
    undo.add(new Undo(key, Optional.ofNullable(changes.put(key, value))));
  }

  boolean isEmpty() {
    return changes.isEmpty();
  }

  /** Remembers this point. */
  void mark() {
    undo.clear();
  }

  /** Goes back to the point that was remembered. */
  void backToMark() {
    for (Undo one : undo.reversed()) {
      if (one.before().isPresent()) {
        changes.put(one.key(), one.before().get());
      } else {
        changes.remove(one.key());
      }
    }
    undo.clear();
  }

  /** Writes the group, durably. After a failure it is unknown what the database holds. */
  void write() throws StoreException {
    database.write(changes);
  }

  void clear() {
    changes.clear();
    undo.clear();
  }
}
