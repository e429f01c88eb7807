package mailroad.store.rocksdb;

import java.util.List;
import java.util.Optional;
import mailroad.store.StoreException;
import mailroad.store.engine.OctetMap;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatchWithIndex;

/** The database with what a group of batches changes, before it is written. For the committer alone. */
final class GroupMap implements OctetMap.Writable, AutoCloseable {
  private final RocksDatabase database;
  private final WriteBatchWithIndex gathered = new WriteBatchWithIndex(true);

  GroupMap(RocksDatabase database) {
    this.database = database;
  }

  @Override
  public Optional<byte[]> get(byte[] key) throws StoreException {
    return gathered.count() == 0 ? database.get(key) : database.get(gathered, key);
  }

  @Override
  public List<Pair> scan(byte[] from, byte[] to, int limit, boolean backwards)
      throws StoreException {
    return gathered.count() == 0
        ? database.scan(from, to, limit, backwards)
        : database.scan(gathered, from, to, limit, backwards);
  }

  @Override
  public void put(byte[] key, byte[] value) throws StoreException {
    try {
      gathered.put(key, value);
    } catch (RocksDBException e) {
      throw Failures.of("cannot gather", e);
    }
  }

  @Override
  public void delete(byte[] key) throws StoreException {
    try {
      gathered.delete(key);
    } catch (RocksDBException e) {
      throw Failures.of("cannot gather", e);
    }
  }

  boolean isEmpty() {
    return gathered.count() == 0;
  }

  /** Remembers this point. */
  void mark() {
    gathered.setSavePoint();
  }

  /** Goes back to the point that was remembered. */
  void backToMark() throws StoreException {
    try {
      gathered.rollbackToSavePoint();
    } catch (RocksDBException e) {
      throw Failures.of("cannot go back", e);
    }
  }

  /** Forgets the point. */
  void forgetMark() throws StoreException {
    try {
      gathered.popSavePoint();
    } catch (RocksDBException e) {
      throw Failures.of("cannot forget the mark", e);
    }
  }

  void write() throws StoreException {
    database.write(gathered);
  }

  void clear() {
    gathered.clear();
  }

  @Override
  public void close() {
    gathered.close();
  }
}
