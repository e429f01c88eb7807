package mailroad.app;

import mailroad.store.postgres.PostgresStoreConfig;
import mailroad.store.rocksdb.RocksStoreConfig;

/**
 * Where queue and mailboxes are kept.
 *
 * @param engine {@code rocksdb}, embedded in the data folder; {@code postgres}, a PostgreSQL server; or {@code
 *     memory}, nothing outlives the process: for trying things out
 * @param rocksdb how the embedded engine works
 * @param postgres which server, and how it is used
 */
public record StoreConfig(Engine engine, RocksStoreConfig rocksdb, PostgresStoreConfig postgres) {
  /** Engines of the store. */
  public enum Engine {
    ROCKSDB,
    POSTGRES,
    MEMORY
  }

  /** Embedded. */
  public static final StoreConfig DEFAULT =
      new StoreConfig(Engine.ROCKSDB, RocksStoreConfig.DEFAULT, PostgresStoreConfig.DEFAULT);
}
