package mailroad.store.memory;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import mailroad.kernel.World;
import mailroad.store.BlobId;
import mailroad.store.Blobs;
import mailroad.store.StoreException;
import mailroad.store.engine.BlobIds;
import mailroad.store.engine.Ledger;

/** Content in memory. */
final class MemoryBlobs implements Blobs {
  private static final int SWEPT_AT_ONCE = 1_000;

  private final World world;
  private final MemoryDisk disk;
  private final Check beforeWrite;

  /** Says whether a write can go on now, after the time that it takes. */
  @FunctionalInterface
  interface Check {
    void pass() throws StoreException;
  }

  MemoryBlobs(World world, MemoryDisk disk, Check beforeWrite) {
    this.world = world;
    this.disk = disk;
    this.beforeWrite = beforeWrite;
  }

  @Override
  public Writer write() {
    return new MemoryWriter();
  }

  @Override
  public long size(BlobId blob) throws StoreException {
    return disk.content(blob).length;
  }

  @Override
  public int read(BlobId blob, long from, byte[] into, int offset, int length)
      throws StoreException {
    byte[] content = disk.content(blob);
    if (from >= content.length) {
      return 0;
    }
    int octets = (int) Math.min(length, content.length - from);
    System.arraycopy(content, (int) from, into, offset, octets);
    return octets;
  }

  @Override
  public int sweep(Instant finishedBefore) throws StoreException {
    beforeWrite.pass();
    int removed = 0;
    Ledger.Swept swept;
    do {
      swept = disk.sweep(finishedBefore, SWEPT_AT_ONCE);
      removed += swept.removed().size();
    } while (swept.more());
    return removed;
  }

  private final class MemoryWriter implements Writer {
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private boolean done;

    @Override
    public void write(byte[] from, int offset, int length) throws StoreException {
      if (done) {
        throw new IllegalStateException("the blob is finished or dropped");
      }
      disk.faults().beforeWrite();
      content.write(from, offset, length);
    }

    @Override
    public long written() {
      return content.size();
    }

    @Override
    public BlobId finish() throws StoreException {
      if (done) {
        throw new IllegalStateException("the blob is finished or dropped");
      }
      beforeWrite.pass();
      done = true;
      BlobId blob = BlobIds.next(world);
      disk.add(blob, content.toByteArray(), world.now());
      return blob;
    }

    @Override
    public void close() {
      done = true;
    }
  }
}
