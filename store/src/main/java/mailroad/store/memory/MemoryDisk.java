package mailroad.store.memory;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import mailroad.records.BlobRecord;
import mailroad.store.BlobId;
import mailroad.store.StoreException;
import mailroad.store.engine.BlobIds;
import mailroad.store.engine.Ledger;
import mailroad.store.engine.LedgerView;

/** What outlives a crash: the map and the content of finished blobs. */
final class MemoryDisk {
  private final ReentrantLock lock = new ReentrantLock();
  private final MemoryMap map = new MemoryMap();
  private final Map<BlobId, byte[]> contents = new HashMap<>();
  private final Faults faults = new Faults();
  private final Ledger ledger;

  MemoryDisk() {
    try {
      ledger = new Ledger(map, blob -> Optional.empty(), (blob, extent) -> 0);
    } catch (StoreException e) {
      throw new IllegalStateException("an empty map cannot be damaged", e);
    }
  }

  /** Something done with the ledger. */
  @FunctionalInterface
  interface Change<T> {
    T to(Ledger ledger) throws StoreException;
  }

  /** Something read from the ledger. */
  @FunctionalInterface
  interface Look<T> {
    T at(LedgerView view) throws StoreException;
  }

  Faults faults() {
    return faults;
  }

  <T> T changing(Change<T> change) throws StoreException {
    lock.lock();
    try {
      T result = change.to(ledger);
      ledger.seal();
      return result;
    } finally {
      lock.unlock();
    }
  }

  <T> T reading(Look<T> look) throws StoreException {
    lock.lock();
    try {
      return look.at(ledger.view());
    } finally {
      lock.unlock();
    }
  }

  void add(BlobId blob, byte[] content, Instant finished) throws StoreException {
    changing(ledger -> {
      contents.put(blob, content);
      ledger.index(
          blob,
          BlobRecord.newBuilder()
              .setOctets(content.length)
              .setFinishedMillis(BlobIds.millisRoundedUp(finished))
              .build());
      return blob;
    });
  }

  byte[] content(BlobId blob) throws StoreException {
    return reading(view -> {
      byte[] content = contents.get(blob);
      if (content == null) {
        throw new StoreException("no blob " + blob);
      }
      return content;
    });
  }

  Ledger.Swept sweep(Instant finishedBefore, int limit) throws StoreException {
    return changing(ledger -> {
      Ledger.Swept swept = ledger.sweep(finishedBefore, limit);
      swept.removed().forEach(contents::remove);
      return swept;
    });
  }
}
