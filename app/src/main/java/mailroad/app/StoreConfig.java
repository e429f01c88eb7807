package mailroad.app;

import mailroad.store.rocksdb.RocksStoreConfig;

/**
 * Where queue and mailboxes are kept.
 *
 * @param engine {@code rocksdb}, embedded in the data folder; {@code
 *     memory}, nothing outlives the process: for trying things out
 * @param rocksdb how the embedded engine works
 */
public record StoreConfig(Engine engine, RocksStoreConfig rocksdb) {
  /** Engines of the store. */
  public enum Engine {
    ROCKSDB,
    MEMORY
  }

  /** Embedded. */
  public static final StoreConfig DEFAULT =
      new StoreConfig(Engine.ROCKSDB, RocksStoreConfig.DEFAULT);
}
