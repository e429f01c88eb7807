package mailroad.store.rocksdb;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import mailroad.store.StoreException;
import mailroad.store.engine.OctetMap;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompressionType;
import org.rocksdb.IndexType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database of keys. Any task may read; only the committer writes, and opens it anew when a write has
 * failed: RocksDB refuses all further writes then. The gate keeps readers out while there is no database.
 */
final class RocksDatabase implements OctetMap, RocksStore.Part {
  private static final Logger LOG = LoggerFactory.getLogger(RocksDatabase.class);
  private static final int BLOOM_BITS_PER_KEY = 10;
  private static final int FILTER_PART_OCTETS = 4096;

  /** The part of a write buffer that tells which keys are not in it. */
  private static final double BUFFER_FILTER_RATIO = 0.02;

  private final Path folder;
  private final LRUCache cache;
  private final BloomFilter filter;
  private final Options options;
  private final WriteOptions synced;
  private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();
  private @Nullable RocksDB db;
  private boolean writable;
  private boolean closed;

  RocksDatabase(Path folder, RocksStoreConfig config) throws StoreException {
    RocksLibrary.load(folder); // before anything of it is made
    this.folder = folder;
    this.filter = new BloomFilter(BLOOM_BITS_PER_KEY);
    this.synced = new WriteOptions().setSync(true);
    this.cache = new LRUCache(config.blockCacheOctets());
    this.options = options(config);
    try {
      open();
    } catch (StoreException e) {
      close();
      throw e;
    }
  }

  private Options options(RocksStoreConfig config) {
    BlockBasedTableConfig tables =
        new BlockBasedTableConfig()
            .setBlockCache(cache)
            .setFilterPolicy(filter)
            // Filters and indexes in the cache, so that their memory is bounded, and in small
            // parts: a whole one
            // of a large table would be read anew for each key that is not there.
            .setCacheIndexAndFilterBlocks(true)
            .setPinL0FilterAndIndexBlocksInCache(true)
            .setIndexType(IndexType.kTwoLevelIndexSearch)
            .setPartitionFilters(true)
            .setMetadataBlockSize(FILTER_PART_OCTETS);
    return new Options()
        .setCreateIfMissing(true)
        .setTableFormatConfig(tables)
        .setWriteBufferSize(config.writeBufferOctets())
        .setMemtablePrefixBloomSizeRatio(BUFFER_FILTER_RATIO)
        .setMemtableWholeKeyFiltering(true)
        .setAllowConcurrentMemtableWrite(false) // only the committer writes
        .setMaxOpenFiles(config.openFilesMax())
        .setMaxBackgroundJobs(2)
        .setCompressionType(CompressionType.LZ4_COMPRESSION)
        .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
        .setKeepLogFileNum(2)
        // A log that is written over costs less to sync than one that grows.
        .setRecycleLogFileNum(2)
        // What only costs time at the start, and numbers that nobody reads:
        .setSkipStatsUpdateOnDbOpen(true)
        .setStatsDumpPeriodSec(0)
        .setStatsPersistPeriodSec(0);
  }

  /**
   * Opens the database, or opens it anew. If it cannot be written to, such as on a full disk, it is opened to be
   * read, where that is possible.
   *
   * @throws StoreException if it cannot be written to
   */
  void open() throws StoreException {
    gate.writeLock().lock();
    try {
      if (closed) {
        throw new StoreException("the store is closed");
      }
      closeDatabase();
      db = RocksDB.open(options, folder.toString());
      writable = true;
    } catch (RocksDBException e) {
      openToRead();
      throw Failures.of("cannot open the database " + folder, e);
    } finally {
      gate.writeLock().unlock();
    }
  }

  private void openToRead() {
    try {
      db = RocksDB.openReadOnly(options, folder.toString());
    } catch (RocksDBException e) {
      LOG.error("database=closed reason=\"{}\"", e.getMessage());
    }
  }

  /** Whether there is a database, and it can be written to. */
  boolean isWritable() {
    gate.readLock().lock();
    try {
      return writable;
    } finally {
      gate.readLock().unlock();
    }
  }

  @Override
  public Optional<byte[]> get(byte[] key) throws StoreException {
    gate.readLock().lock();
    try {
      return Optional.ofNullable(database().get(key));
    } catch (RocksDBException e) {
      throw Failures.of("cannot read", e);
    } finally {
      gate.readLock().unlock();
    }
  }

  @Override
  public List<Pair> scan(byte[] from, byte[] to, int limit, boolean backwards)
      throws StoreException {
    gate.readLock().lock();
    try (Slice end = new Slice(to);
        ReadOptions reading = new ReadOptions().setIterateUpperBound(end);
        RocksIterator iterator = database().newIterator(reading)) {
      return pairs(iterator, from, to, limit, backwards);
    } finally {
      gate.readLock().unlock();
    }
  }

  /** Writes changes in their {@linkplain WriteForm form}, durably. */
  void write(byte[] changes) throws StoreException {
    try (WriteBatch batch = new WriteBatch(changes)) {
      database().write(synced, batch);
    } catch (RocksDBException e) {
      throw Failures.of("cannot write", e);
    }
  }

  @Override
  public void close() {
    gate.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        closeDatabase();
        options.close();
        synced.close();
        filter.close();
        cache.close();
      }
    } finally {
      gate.writeLock().unlock();
    }
  }

  private void closeDatabase() {
    if (db != null) {
      db.close();
      db = null;
    }
    writable = false;
  }

  private RocksDB database() throws StoreException {
    RocksDB here = db;
    if (here == null) {
      throw new StoreException(closed ? "the store is closed" : "the database is not open");
    }
    return here;
  }

  private static List<Pair> pairs(
      RocksIterator iterator, byte[] from, byte[] to, int limit, boolean backwards)
      throws StoreException {
    List<Pair> pairs = new ArrayList<>();
    if (Arrays.compareUnsigned(from, to) >= 0 || limit == 0) {
      return pairs;
    }
    if (backwards) {
      iterator.seekForPrev(to);
      if (iterator.isValid() && Arrays.equals(iterator.key(), to)) {
        iterator.prev();
      }
    } else {
      iterator.seek(from);
    }
    while (iterator.isValid() && pairs.size() < limit) {
      byte[] key = iterator.key();
      if (Arrays.compareUnsigned(key, from) < 0 || Arrays.compareUnsigned(key, to) >= 0) {
        break;
      }
      pairs.add(new Pair(key, iterator.value()));
      if (backwards) {
        iterator.prev();
      } else {
        iterator.next();
      }
    }
    try {
      iterator.status();
    } catch (RocksDBException e) {
      throw Failures.of("cannot read", e);
    }
    return pairs;
  }
}
