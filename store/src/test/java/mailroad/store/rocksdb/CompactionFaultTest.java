package mailroad.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import mailroad.kernel.RealWorld;
import mailroad.kernel.World;
import mailroad.store.Batch;
import mailroad.store.BlobId;
import mailroad.store.Blobs;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Moving content together, with a disk that dies at any one thing that is asked of it. */
class CompactionFaultTest {
  private static final RocksStoreConfig CONFIG =
      RocksStoreConfig.DEFAULT.withSegments(20_000, 1_024);
  private static final int BLOBS = 24;

  private final World world =
      new RealWorld((name, e) -> {
        throw new AssertionError(name, e);
      });
  private final AtomicInteger acts = new AtomicInteger();
  private int dieAt = Integer.MAX_VALUE;

  @TempDir private Path folder;

  private SegmentFiles disk(Path content) throws IOException {
    return new FaultyFiles(new DiskFiles(content)) {
      @Override
      void before(Act act) throws IOException {
        if (acts.incrementAndGet() >= dieAt) {
          throw new IOException("the disk is dead");
        }
      }
    };
  }

  private static byte[] content(int blob) {
    byte[] content = new byte[5_000];
    new SplittableRandom(blob).nextBytes(content);
    return content;
  }

  private static boolean isKept(int blob) {
    return blob % 4 == 1;
  }

  @Test
  void losesNothingWhenTheDiskDiesAtAnyPointOfASweep() throws Exception {
    boolean died = true;
    for (int nth = 1; died; nth++) {
      Path place = folder.resolve("store" + nth);
      BlobId[] blobs = fill(place);
      try (Store store = RocksStore.open(world, place, CONFIG, this::disk)) {
        acts.set(0);
        dieAt = nth;
        try {
          store.blobs().sweep(world.now().plusSeconds(60));
        } catch (StoreException e) {
          assertThat(e).hasMessageContaining("the disk is dead");
        }
        died = acts.get() >= nth;
        assertKept(store, blobs, nth);
      } finally {
        dieAt = Integer.MAX_VALUE;
      }
      try (Store store = RocksStore.open(world, place, CONFIG, this::disk)) {
        assertKept(store, blobs, nth);
        store.blobs().sweep(world.now().plusSeconds(60));
        assertKept(store, blobs, nth);
      }
      assertThat(segments(place))
          .as("segments after a fault at act %d", nth)
          .isLessThanOrEqualTo(5);
    }
    assertThat(acts.get()).isGreaterThan(10);
  }

  private BlobId[] fill(Path place) throws StoreException, IOException {
    BlobId[] blobs = new BlobId[BLOBS];
    try (Store store = RocksStore.open(world, place, CONFIG, this::disk)) {
      for (int i = 0; i < BLOBS; i++) {
        try (Blobs.Writer writer = store.blobs().write()) {
          writer.write(content(i), 0, 5_000);
          blobs[i] = writer.finish();
        }
        store.commit(new Batch().reference(blobs[i], Key.of("r", i)));
      }
      Batch batch = new Batch();
      for (int i = 0; i < BLOBS; i++) {
        if (!isKept(i)) {
          batch.dereference(blobs[i], Key.of("r", i));
        }
      }
      store.commit(batch);
    }
    assertThat(segments(place)).isGreaterThan(5);
    return blobs;
  }

  private static void assertKept(Store store, BlobId[] blobs, int nth) throws StoreException {
    for (int i = 0; i < BLOBS; i++) {
      if (isKept(i)) {
        byte[] found = new byte[5_000];
        assertThat(store.blobs().read(blobs[i], 0, found, 0, found.length)).isEqualTo(5_000);
        assertThat(found).as("blob %d, fault at act %d", i, nth).isEqualTo(content(i));
      }
    }
  }

  private static long segments(Path place) throws IOException {
    try (Stream<Path> files = Files.list(place.resolve("content"))) {
      return files.count();
    }
  }
}
