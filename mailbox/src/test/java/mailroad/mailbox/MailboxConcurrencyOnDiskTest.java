package mailroad.mailbox;

import java.nio.file.Path;
import mailroad.kernel.World;
import mailroad.store.Store;
import mailroad.store.StoreException;
import mailroad.store.rocksdb.RocksStore;
import mailroad.store.rocksdb.RocksStoreConfig;
import org.junit.jupiter.api.io.TempDir;

/** The same over the embedded engine, whose commits share their writes. */
class MailboxConcurrencyOnDiskTest extends MailboxConcurrencyTest {
  @TempDir private Path folder;

  @Override
  Store store(World world) throws StoreException {
    return RocksStore.open(world, folder.resolve("store"), RocksStoreConfig.DEFAULT);
  }
}
