package mailroad.store.contract;

import mailroad.kernel.World;
import mailroad.store.Store;

/** All that every engine must do; see {@link Store}. Its test gives an empty store for each test method. */
public interface StoreContract
    extends BatchContract,
        RangeContract,
        QueueContract,
        BlobContract,
        WatchContract,
        FullDiskContract {
  @Override
  Store store();

  @Override
  World world();
}
