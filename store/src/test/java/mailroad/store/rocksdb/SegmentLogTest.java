package mailroad.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import mailroad.kernel.RealWorld;
import mailroad.kernel.World;
import mailroad.records.BlobRecord;
import mailroad.store.BlobId;
import mailroad.store.StoreException;
import mailroad.store.StoreFullException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The log of content on a disk that fails at any one thing that is asked of it, and after a crash. */
class SegmentLogTest {
  private static final RocksStoreConfig CONFIG = RocksStoreConfig.DEFAULT.withSegments(4_096, 512);
  private static final int BLOBS = 14;

  private final World world =
      new RealWorld((name, e) -> {
        throw new AssertionError(name, e);
      });

  /** How the disk fails. */
  enum Fault {
    ONCE("the disk has a bad day", 1, 0.5),
    ONCE_AFTER_ALL_WAS_WRITTEN("the disk has a bad day", 1, 1),
    TWICE("the disk has two bad days", 2, 0.3),
    FULL_FOR_A_WHILE("No space left on device", 5, 0.7),
    FOR_EVER("the disk is dead", Integer.MAX_VALUE, 0);

    private final String message;
    private final int times;
    private final double written;

    Fault(String message, int times, double written) {
      this.message = message;
      this.times = times;
      this.written = written;
    }
  }

  /** A disk that fails from its nth act on, as often as the fault says; reading works. */
  private static final class FailingFiles extends FaultyFiles {
    private final AtomicInteger acts = new AtomicInteger();
    private final int nth;
    private final Fault fault;

    FailingFiles(SegmentFiles real, int nth, Fault fault) {
      super(real);
      this.nth = nth;
      this.fault = fault;
    }

    @Override
    void before(Act act) throws IOException {
      int count = acts.incrementAndGet();
      if (count >= nth && count - nth < fault.times) {
        throw new IOException(fault.message);
      }
    }

    @Override
    int octetsOfAFailedWrite(int octets) {
      return (int) (octets * fault.written);
    }
  }

  private static byte[] content(int blob) {
    byte[] content = new byte[new int[] {100, 700, 0, 1_500, 5_000}[blob % 5]];
    new SplittableRandom(blob).nextBytes(content);
    return content;
  }

  /** Writes the blobs, and gives those that were finished. */
  private Map<Integer, BlobRecord> write(SegmentLog log, Map<Integer, BlobId> names, int from) {
    PendingBlobs pending = new PendingBlobs(log, 0);
    Map<Integer, BlobRecord> finished = new LinkedHashMap<>();
    for (int i = from; i < from + BLOBS; i++) {
      byte[] content = content(i);
      try (RocksBlobWriter writer = new RocksBlobWriter(world, log, pending, 512)) {
        writer.write(content, 0, content.length);
        BlobId blob = writer.finish();
        names.put(i, blob);
        finished.put(i, pending.find(blob).orElseThrow());
      } catch (StoreException e) {
        assertThat(names).doesNotContainKey(i);
      }
    }
    return finished;
  }

  private static void assertReadable(
      SegmentLog log, Map<Integer, BlobRecord> blobs, Map<Integer, BlobId> names, Object state)
      throws IOException {
    for (Map.Entry<Integer, BlobRecord> entry : blobs.entrySet()) {
      byte[] expected = content(entry.getKey());
      byte[] found = new byte[expected.length];
      BlobLayout layout = new BlobLayout(entry.getValue());
      int read = log.read(layout, names.get(entry.getKey()), 0, ByteBuffer.wrap(found));
      assertThat(read).as("%s", state).isEqualTo(expected.length);
      assertThat(found).as("%s", state).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void keepsWhatItSaidWasOnDiskWhateverFails(Fault fault) throws Exception {
    boolean failed = true;
    int nth = 0;
    while (failed) {
      nth++;
      MemoryFiles disk = new MemoryFiles();
      FailingFiles failing = new FailingFiles(disk, nth, fault);
      Map<Integer, BlobId> names = new LinkedHashMap<>();
      Map<Integer, BlobRecord> finished = Map.of();
      try {
        SegmentLog log = new SegmentLog(world, failing, CONFIG);
        finished = write(log, names, 0);
        assertReadable(log, finished, names, "fault at act " + nth);
        log.close();
      } catch (StoreException e) {
        assertThat(nth).as("only what opening does keeps it from opening").isEqualTo(1);
      }
      failed = failing.acts.get() >= nth;
      if (fault != Fault.FOR_EVER) {
        assertThat(finished.size()).isGreaterThanOrEqualTo(nth == 1 ? 0 : BLOBS - 2 * fault.times);
      }
      SplittableRandom random = new SplittableRandom(nth);
      for (int crash = 0; crash < 3; crash++) {
        assertGoesOnAfterCrash(disk.afterCrash(random), finished, names, nth);
      }
    }
    assertThat(nth).isGreaterThan(30);
  }

  private void assertGoesOnAfterCrash(
      MemoryFiles found, Map<Integer, BlobRecord> blobs, Map<Integer, BlobId> names, int nth)
      throws Exception {
    SegmentLog log = new SegmentLog(world, found, CONFIG);
    assertReadable(log, blobs, names, "after a crash; fault at act " + nth);
    Map<Integer, BlobId> newNames = new LinkedHashMap<>();
    Map<Integer, BlobRecord> more = write(log, newNames, BLOBS);
    assertThat(more).hasSize(BLOBS);
    assertReadable(log, more, newNames, "written after a crash");
    assertReadable(log, blobs, names, "after more was written");
    log.close();
  }

  @Test
  void saysThatTheDiskIsFull() throws Exception {
    MemoryFiles disk = new MemoryFiles();
    SegmentFiles full =
        new FaultyFiles(disk) {
          @Override
          void before(Act act) throws IOException {
            if (act == Act.WRITE) {
              throw new IOException("No space left on device");
            }
          }
        };
    SegmentLog log = new SegmentLog(world, full, CONFIG);
    try (RocksBlobWriter writer = new RocksBlobWriter(world, log, new PendingBlobs(log, 0), 512)) {
      writer.write(new byte[100], 0, 100);
      assertThatThrownBy(writer::finish).isInstanceOf(StoreFullException.class);
    }
    log.close();
  }

  @Test
  void losesABlobOfWhichAPartWasInASegmentThatCouldNotBeSynced() throws Exception {
    AtomicInteger syncs = new AtomicInteger();
    SegmentFiles files =
        new FaultyFiles(new MemoryFiles()) {
          @Override
          void before(Act act) throws IOException {
            if (act == Act.SYNC && syncs.incrementAndGet() == 1) {
              throw new IOException("lost");
            }
          }
        };
    SegmentLog log = new SegmentLog(world, files, CONFIG);
    PendingBlobs pending = new PendingBlobs(log, 0);
    try (RocksBlobWriter early = new RocksBlobWriter(world, log, pending, 512);
        RocksBlobWriter other = new RocksBlobWriter(world, log, pending, 512)) {
      early.write(new byte[3_000], 0, 3_000); // its first chunks are handed over now
      other.write(new byte[10], 0, 10);
      assertThatThrownBy(other::finish).hasMessageContaining("lost");
      assertThatThrownBy(early::finish).hasMessageContaining("the disk lost part of the blob");
    }
    try (RocksBlobWriter next = new RocksBlobWriter(world, log, pending, 512)) {
      next.write(new byte[10], 0, 10);
      assertThat(pending.find(next.finish())).isPresent();
    }
    log.close();
  }

  @Test
  void keepsPinsUntilTheyAreTakenBack() throws Exception {
    MemoryFiles disk = new MemoryFiles();
    SegmentLog log = new SegmentLog(world, disk, CONFIG);
    PendingBlobs pending = new PendingBlobs(log, 0);
    BlobId blob;
    try (RocksBlobWriter writer = new RocksBlobWriter(world, log, pending, 512)) {
      writer.write(new byte[9_000], 0, 9_000);
      blob = writer.finish();
    }
    assertThat(log.sealed()).isNotEmpty().allMatch(log::isPinned);
    assertThat(pending.settle(blob)).isTrue();
    assertThat(log.sealed()).noneMatch(log::isPinned);
    try (RocksBlobWriter dropped = new RocksBlobWriter(world, log, pending, 512)) {
      dropped.write(new byte[9_000], 0, 9_000);
    }
    assertThat(log.sealed()).noneMatch(log::isPinned);
    log.close();
  }
}
