package mailroad.mailbox;

import java.nio.file.Path;
import mailroad.kernel.World;
import mailroad.store.Store;
import mailroad.store.StoreException;
import mailroad.store.rocksdb.RocksStore;
import mailroad.store.rocksdb.RocksStoreConfig;
import org.junit.jupiter.api.io.TempDir;

/** The same over the embedded engine. */
class MailboxModelOnDiskTest extends MailboxModelTest {
  @TempDir private Path folder;

  private World world;

  @Override
  Store open(World some) throws StoreException {
    world = some;
    return RocksStore.open(world, folder.resolve("store"), RocksStoreConfig.DEFAULT);
  }

  @Override
  Store reopen(Store store) throws StoreException {
    store.close();
    return open(world);
  }
}
