package mailroad.store.rocksdb;

import java.io.IOException;
import mailroad.store.StoreException;
import mailroad.store.StoreFullException;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** Tells a full disk from other failures. */
final class Failures {
  private Failures() {}

  static StoreException of(String what, RocksDBException e) {
    Status status = e.getStatus();
    boolean full =
        status != null && status.getSubCode() == Status.SubCode.NoSpace
            || isFull(String.valueOf(e.getMessage()));
    return full ? full(what, e) : new StoreException(what + ": " + e.getMessage(), e);
  }

  static StoreException of(String what, IOException e) {
    return isFull(String.valueOf(e.getMessage()))
        ? full(what, e)
        : new StoreException(what + ": " + e.getMessage(), e);
  }

  private static StoreFullException full(String what, Exception e) {
    StoreFullException full = new StoreFullException(what + ": the disk is full");
    full.initCause(e);
    return full;
  }

  /** ENOSPC and EDQUOT have no exception of their own: only the words of the C library tell them. */
  private static boolean isFull(String message) {
    return message.contains("No space left on device") || message.contains("Disk quota exceeded");
  }
}
