package mailroad.store.engine;

import java.util.Optional;
import mailroad.store.BlobId;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;

/** What a batch may read, as of one moment. */
public interface View {
  /** The value at a key. */
  Optional<Store.Value> entry(Key key) throws StoreException;

  /** An item of a queue. */
  Optional<Item> item(ItemName name) throws StoreException;

  /** Whether there is a finished blob of this name. */
  boolean hasBlob(BlobId blob) throws StoreException;

  /** Whether a reference stands. */
  boolean hasReference(Reference reference) throws StoreException;

  /** Names an item. */
  record ItemName(String queue, Key id) {}

  /** Something that needs a blob. */
  record Reference(BlobId blob, Key by) {}
}
