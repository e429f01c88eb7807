package mailroad.store.rocksdb;

import static mailroad.store.contract.UnderTest.octets;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import mailroad.kernel.RealWorld;
import mailroad.kernel.Task;
import mailroad.kernel.World;
import mailroad.store.Batch;
import mailroad.store.BlobId;
import mailroad.store.Blobs;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;
import mailroad.store.contract.StoreContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RocksStoreTest implements StoreContract {
  private static final Key KEY = Key.of("a");
  private static final RocksStoreConfig SMALL =
      RocksStoreConfig.DEFAULT.withSegments(200_000, 8_192);

  private final World world =
      new RealWorld((name, e) -> {
        throw new AssertionError(name, e);
      });
  private final AtomicBoolean full = new AtomicBoolean();

  @TempDir private Path folder;
  private RocksStore store;

  @BeforeEach
  void open() throws StoreException {
    store = RocksStore.open(world, folder.resolve("store"), SMALL, this::disk);
  }

  @AfterEach
  void close() throws StoreException {
    store.close();
  }

  private SegmentFiles disk(Path content) throws IOException {
    SegmentFiles real = new DiskFiles(content);
    return new FaultyFiles(real) {
      @Override
      public long freeOctets() throws IOException {
        return full.get() ? 0 : super.freeOctets();
      }
    };
  }

  private void reopen() throws StoreException {
    store.close();
    open();
  }

  @Override
  public Store store() {
    return store;
  }

  @Override
  public World world() {
    return world;
  }

  @Override
  public Optional<FullDisk> disk() {
    return Optional.of(
        new FullDisk() {
          @Override
          public void fill() {
            full.set(true);
          }

          @Override
          public void free() {
            full.set(false);
          }
        });
  }

  private long segments() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("store/content"))) {
      return files.count();
    }
  }

  private static byte[] random(long seed, int length) {
    byte[] content = new byte[length];
    new SplittableRandom(seed).nextBytes(content);
    return content;
  }

  @Test
  void keepsAllOverAReopening() throws StoreException {
    byte[] content = random(1, 50_000);
    BlobId blob = blob(content);
    done(
        new Batch()
            .put(KEY, octets("x"))
            .add(Key.of("n"), 7)
            .schedule("q", KEY, Instant.EPOCH)
            .reference(blob, KEY));
    Store.Claim claim =
        store.claimDue("q", "me", Instant.EPOCH, Duration.ofMinutes(1), 1).getFirst();
    long version = store.get(KEY).orElseThrow().version();

    reopen();

    assertThat(text(KEY)).isEqualTo("x");
    assertThat(store.get(KEY).orElseThrow().version()).isEqualTo(version);
    assertThat(number(Key.of("n"))).isEqualTo(7);
    assertThat(content(blob)).isEqualTo(content);
    assertThat(store.nextDue("q")).contains(Instant.EPOCH.plusSeconds(60));
    done(new Batch().assertClaim(claim).put(KEY, octets("y")));
    assertThat(store.get(KEY).orElseThrow().version()).isGreaterThan(version);
  }

  @Test
  void forgetsFinishedBlobsThatNothingReferredToOverAReopening() throws Exception {
    BlobId lonely = blob(random(2, 150_000));
    blob(random(3, 150_000));
    reopen();
    assertThatThrownBy(() -> store.blobs().size(lonely)).isInstanceOf(StoreException.class);
    blob(random(4, 1_000)); // goes to the newest segment, which stays
    store.blobs().sweep(world.now());
    assertThat(segments()).isEqualTo(1);
  }

  @Test
  void goesOnInTheLastSegment() throws Exception {
    for (int i = 0; i < 5; i++) {
      done(new Batch().reference(blob(random(i, 1_000)), Key.of("r", i)));
      reopen();
    }
    assertThat(segments()).isEqualTo(1);
  }

  @Test
  void streamsALargeBlobThroughManySegments() throws Exception {
    byte[] piece = random(5, 100_000);
    try (Blobs.Writer writer = store.blobs().write()) {
      for (int i = 0; i < 50; i++) {
        writer.write(piece, 0, piece.length);
      }
      BlobId blob = writer.finish();
      done(new Batch().reference(blob, KEY));
      assertThat(segments()).isGreaterThan(20);
      reopen();
      byte[] found = new byte[piece.length];
      for (int i = 0; i < 50; i++) {
        assertThat(store.blobs().read(blob, (long) i * piece.length, found, 0, found.length))
            .isEqualTo(piece.length);
        assertThat(found).isEqualTo(piece);
      }
    }
  }

  @Test
  void movesWhatIsLeftOfSegmentsTogether() throws Exception {
    BlobId[] blobs = new BlobId[200];
    for (int i = 0; i < blobs.length; i++) {
      blobs[i] = blob(random(i, 9_000));
      done(new Batch().reference(blobs[i], Key.of("r", i)));
    }
    long before = segments();
    assertThat(before).isGreaterThan(8);
    for (int i = 0; i < blobs.length; i++) {
      if (i % 10 != 3) {
        done(new Batch().dereference(blobs[i], Key.of("r", i)));
      }
    }
    assertThat(store.blobs().sweep(world.now().plusSeconds(60))).isEqualTo(180);
    assertThat(segments()).isLessThan(4);
    for (int round = 0; round < 2; round++) {
      for (int i = 3; i < blobs.length; i += 10) {
        assertThat(content(blobs[i])).isEqualTo(random(i, 9_000));
      }
      reopen();
    }
    for (int i = 3; i < blobs.length; i += 10) {
      done(new Batch().dereference(blobs[i], Key.of("r", i)));
    }
    assertThat(store.blobs().sweep(world.now().plusSeconds(60))).isEqualTo(20);
    assertThat(segments()).isLessThanOrEqualTo(1);
  }

  @Test
  void keepsCompactingWhileOthersReadAndWrite() throws Exception {
    BlobId[] blobs = new BlobId[60];
    for (int i = 0; i < blobs.length; i++) {
      blobs[i] = blob(random(i, 15_000));
      done(new Batch().reference(blobs[i], Key.of("r", i)));
    }
    inTasks(
        3,
        task -> {
          for (int round = 0; round < 20; round++) {
            if (task == 0) {
              store.blobs().sweep(world.now().plusSeconds(60));
            } else if (task == 1) {
              int gone = round * 3;
              done(new Batch().dereference(blobs[gone], Key.of("r", gone)));
            } else {
              for (int i = 0; i < blobs.length; i++) {
                if (i % 3 != 0) {
                  assertThat(content(blobs[i])).isEqualTo(random(i, 15_000));
                }
              }
            }
          }
        });
    store.blobs().sweep(world.now().plusSeconds(60));
    for (int i = 0; i < blobs.length; i++) {
      if (i % 3 != 0) {
        assertThat(content(blobs[i])).isEqualTo(random(i, 15_000));
      }
    }
  }

  @Test
  void letsNoTwoStoresUseOneFolder() {
    assertThatThrownBy(
            () -> RocksStore.open(world, folder.resolve("store"), RocksStoreConfig.DEFAULT))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("is in use: is the server running already?");
  }

  @Test
  void keepsOthersOut() throws IOException, StoreException {
    done(new Batch().reference(blob(random(6, 100)), KEY));
    assertThat(permissions("store")).isEqualTo("rwx------");
    assertThat(permissions("store/keys")).isEqualTo("rwx------");
    assertThat(permissions("store/content")).isEqualTo("rwx------");
    assertThat(permissions("store/lock")).isEqualTo("rw-------");
    assertThat(permissions("store/content/0000000000000001.segment")).isEqualTo("rw-------");
  }

  private String permissions(String file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file)));
  }

  @Test
  void refusesAllOnceClosed() throws StoreException {
    BlobId blob = blob(octets("x"));
    store.close();
    store.close();
    assertThatThrownBy(() -> store.get(KEY)).hasMessageContaining("closed");
    assertThatThrownBy(() -> store.commit(new Batch().delete(KEY))).hasMessageContaining("closed");
    assertThatThrownBy(() -> store.nextDue("q")).hasMessageContaining("closed");
    assertThatThrownBy(() -> store.commit(new Batch().reference(blob(octets("y")), KEY)))
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> blob(random(3, 100_000))).hasMessageContaining("closed");
    assertThatThrownBy(() -> store.blobs().sweep(world.now())).hasMessageContaining("closed");
    assertThat(blob.value()).hasSize(32);
  }

  @Test
  void readsWhatIsOnlyInMemoryAsYetAndWritesNothingOfWhatIsNeverReferredTo() throws Exception {
    byte[] octets = random(8, 5_000);
    BlobId blob = blob(octets);
    byte[] read = new byte[2_000];
    assertThat(store.blobs().size(blob)).isEqualTo(5_000);
    assertThat(store.blobs().read(blob, 4_000, read, 0, 2_000)).isEqualTo(1_000);
    assertThat(Arrays.copyOf(read, 1_000)).isEqualTo(Arrays.copyOfRange(octets, 4_000, 5_000));
    assertThat(store.blobs().read(blob, 9_000, read, 0, 2_000)).isZero();
    assertThat(folder.resolve("store/content")).isEmptyDirectory();
    assertThat(store.blobs().sweep(world.now().plusSeconds(1))).isEqualTo(1);
    assertThatThrownBy(() -> store.blobs().size(blob)).isInstanceOf(StoreException.class);
    BlobId other = blob(octets);
    done(new Batch().reference(other, KEY));
    assertThat(content(other)).isEqualTo(octets);
    assertThat(folder.resolve("store/content")).isNotEmptyDirectory();
  }

  @Test
  void writesBeforehandWhatFindsNoRoomInMemory() throws Exception {
    store.close();
    store =
        RocksStore.open(
            world, folder.resolve("store"), RocksStoreConfig.DEFAULT.withPendingOctets(9_000));
    List<BlobId> blobs =
        List.of(blob(random(1, 4_000)), blob(random(2, 4_000)), blob(random(3, 4_000)));
    for (int i = 0; i < 3; i++) {
      assertThat(content(blobs.get(i))).isEqualTo(random(i + 1, 4_000));
      done(new Batch().reference(blobs.get(i), Key.of("r", i)));
      assertThat(content(blobs.get(i))).isEqualTo(random(i + 1, 4_000));
    }
  }

  @Test
  void answersACancelledTaskAndGoesOn() throws Exception {
    BlobId blob = blob(random(7, 100_000));
    done(new Batch().reference(blob, KEY));
    AtomicBoolean committed = new AtomicBoolean();
    Task task =
        world.start(
            "cancelled",
            () -> {
              Thread.currentThread().interrupt(); // as Task.cancel() does
              done(new Batch().put(Key.of("b"), octets("done all the same")));
              committed.set(true);
              assertThatThrownBy(() -> content(blob))
                  .isInstanceOf(StoreException.class)
                  .hasMessageContaining("the task was cancelled");
            });
    task.join();
    assertThat(committed).isTrue();
    assertThat(text(Key.of("b"))).isEqualTo("done all the same");
    assertThat(content(blob)).isEqualTo(random(7, 100_000));
  }

  @Test
  void tellsADamagedBlobFromAWholeOne() throws Exception {
    BlobId first = blob(random(8, 20_000));
    BlobId second = blob(random(9, 20_000));
    done(new Batch().reference(first, Key.of("1")).reference(second, Key.of("2")));
    store.close();
    Path segment = folder.resolve("store/content/0000000000000001.segment");
    byte[] octets = Files.readAllBytes(segment);
    octets[16 + Chunk.HEADER_OCTETS + 5_000] ^= 4;
    Files.write(segment, octets);
    open();
    assertThatThrownBy(() -> content(first))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("is damaged: chunk 0, at 16 of segment 0000000000000001");
    assertThat(content(second)).isEqualTo(random(9, 20_000));
    BlobId third = blob(random(10, 100)); // in a new segment: the damaged one is left as it is
    assertThat(content(third)).isEqualTo(random(10, 100));
    assertThat(Files.readAllBytes(segment)).isEqualTo(octets);
    store.blobs().sweep(world.now());
    assertThat(content(second)).isEqualTo(random(9, 20_000));
    assertThat(Files.exists(segment)).isTrue();
  }
}
