package mailroad.store.contract;

import static mailroad.store.contract.UnderTest.octets;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import mailroad.kernel.Task;
import mailroad.store.Batch;
import mailroad.store.BlobId;
import mailroad.store.Blobs;
import mailroad.store.Key;
import mailroad.store.StoreException;
import org.junit.jupiter.api.Test;

/** Blobs: written once, read by range, kept while something refers to them. */
interface BlobContract extends BatchContract {
  private static byte[] random(long seed, int length) {
    byte[] content = new byte[length];
    new SplittableRandom(seed).nextBytes(content);
    return content;
  }

  private Instant muchLater() {
    return world().now().plus(Duration.ofDays(2));
  }

  private void assertGone(BlobId blob) {
    assertThatThrownBy(() -> content(blob)).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> store().blobs().read(blob, 0, new byte[1], 0, 1))
        .isInstanceOf(StoreException.class);
  }

  @Test
  default void givesContentBackByteForByte() throws StoreException {
    for (int length : new int[] {0, 1, 100, 4096, 65_535, 65_536, 65_537, 1_000_000}) {
      byte[] content = random(length, length);
      BlobId blob = blob(content);
      assertThat(content(blob)).isEqualTo(content);
      done(new Batch().reference(blob, Key.of("r", length)));
      assertThat(store().blobs().size(blob)).isEqualTo(length);
      assertThat(content(blob)).isEqualTo(content);
    }
  }

  @Test
  default void takesContentInPieces() throws StoreException {
    byte[] content = random(7, 700_000);
    SplittableRandom random = new SplittableRandom(8);
    BlobId blob;
    try (Blobs.Writer writer = store().blobs().write()) {
      int at = 0;
      while (at < content.length) {
        int length = Math.min(content.length - at, random.nextInt(100_000));
        writer.write(content, at, length);
        at += length;
        assertThat(writer.written()).isEqualTo(at);
      }
      blob = writer.finish();
    }
    assertThat(content(blob)).isEqualTo(content);
  }

  @Test
  default void readsByRange() throws StoreException {
    byte[] content = random(9, 300_000);
    BlobId blob = blob(content);
    SplittableRandom random = new SplittableRandom(10);
    for (int round = 0; round < 100; round++) {
      int from = random.nextInt(content.length + 10);
      int length = random.nextInt(round % 2 == 0 ? 100 : 200_000);
      byte[] into = new byte[length + 2];
      int read = store().blobs().read(blob, from, into, 1, length);
      int expected = Math.max(0, Math.min(length, content.length - from));
      assertThat(read).isEqualTo(expected);
      if (read > 0) {
        assertThat(Arrays.copyOfRange(into, 1, 1 + read))
            .isEqualTo(Arrays.copyOfRange(content, from, from + read));
      }
      assertThat(into[0]).isZero();
      assertThat(into[length + 1]).isZero();
    }
    assertThat(store().blobs().read(blob, Long.MAX_VALUE, new byte[1], 0, 1)).isZero();
  }

  @Test
  default void handsOutRangesInPieces() throws Exception {
    byte[] content = random(19, 300_000);
    BlobId blob = blob(content);
    done(new Batch().reference(blob, Key.of("r")));
    SplittableRandom random = new SplittableRandom(20);
    for (int round = 0; round < 60; round++) {
      int from = random.nextInt(content.length + 10);
      int count = random.nextInt(round % 2 == 0 ? 100 : 400_000);
      int expected = Math.max(0, Math.min(count, content.length - from));
      ByteArrayOutputStream taken = new ByteArrayOutputStream();
      assertThat(store().blobs().copy(blob, from, count, taken::write)).isEqualTo(expected);
      assertThat(taken.toByteArray())
          .isEqualTo(
              Arrays.copyOfRange(
                  content,
                  Math.min(from, content.length),
                  Math.min(from, content.length) + expected));
    }
    IOException left = new IOException("left");
    assertThatThrownBy(() ->
            store()
                .blobs()
                .copy(
                    blob,
                    0,
                    10,
                    (_, _, _) -> {
                      throw left;
                    }))
        .isSameAs(left);
  }

  @Test
  default void keepsABlobWhileSomethingRefersToIt() throws StoreException {
    byte[] content = random(11, 1000);
    BlobId blob = blob(content);
    done(new Batch().reference(blob, A).reference(blob, B).reference(blob, A));
    assertThat(store().blobs().sweep(muchLater())).isZero();
    done(new Batch().dereference(blob, A));
    assertThat(store().blobs().sweep(muchLater())).isZero();
    assertThat(content(blob)).isEqualTo(content);
    done(new Batch().dereference(blob, B).dereference(blob, Key.of("never")));
    assertThat(content(blob)).isEqualTo(content);
    assertThat(store().blobs().sweep(muchLater())).isEqualTo(1);
    assertGone(blob);
    assertThat(store().blobs().sweep(muchLater())).isZero();
  }

  @Test
  default void keepsABlobThatManyBeginToReferToAtOnce() throws Exception {
    BlobId blob = blob(octets("shared"));
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      int number = i;
      tasks.add(
          world()
              .start(
                  "referring " + i,
                  () -> {
                    done(new Batch().reference(blob, Key.of("r", number)).reference(blob, A));
                    done(new Batch().dereference(blob, Key.of("r", number)));
                  }));
    }
    for (Task task : tasks) {
      task.join();
    }
    store().blobs().sweep(muchLater());
    assertThat(content(blob)).isEqualTo(octets("shared"));
    done(new Batch().dereference(blob, A));
    store().blobs().sweep(muchLater());
    assertGone(blob);
  }

  @Test
  default void removesBlobsThatNothingEverReferredTo() throws StoreException {
    BlobId lonely = blob(random(12, 100));
    BlobId needed = blob(random(13, 100));
    done(new Batch().reference(needed, A));
    assertThat(store().blobs().sweep(muchLater())).isEqualTo(1);
    assertGone(lonely);
    assertThat(content(needed)).hasSize(100);
  }

  @Test
  default void leavesYoungBlobsAlone() throws StoreException {
    Instant before = world().now().minus(Duration.ofHours(1));
    BlobId young = blob(random(14, 100));
    BlobId dropped = blob(random(15, 100));
    done(new Batch().reference(dropped, A));
    done(new Batch().dereference(dropped, A));
    assertThat(store().blobs().sweep(before)).isZero();
    assertThat(content(young)).hasSize(100);
    assertThat(content(dropped)).hasSize(100);
    assertThat(store().blobs().sweep(muchLater())).isEqualTo(2);
  }

  @Test
  default void refusesAReferenceToABlobThatIsGone() throws StoreException {
    BlobId blob = blob(random(16, 100));
    store().blobs().sweep(muchLater());
    Batch.Op op = refused(new Batch().put(A, octets("x")).reference(blob, A));
    assertThat(op).isInstanceOf(Batch.Reference.class);
    assertThat(text(A)).isEqualTo("(absent)");
    BlobId never = new BlobId("00000000000000000000000000000000");
    refused(new Batch().reference(never, A));
    assertGone(never);
  }

  @Test
  default void keepsABlobThatIsReferredToAgainBeforeTheSweep() throws StoreException {
    BlobId blob = blob(random(17, 100));
    done(new Batch().reference(blob, A));
    done(new Batch().dereference(blob, A));
    done(new Batch().reference(blob, B));
    assertThat(store().blobs().sweep(muchLater())).isZero();
    done(new Batch().dereference(blob, B).reference(blob, A).dereference(blob, A));
    assertThat(store().blobs().sweep(muchLater())).isEqualTo(1);
  }

  @Test
  default void refersOnlyIfTheBatchIsDone() throws StoreException {
    BlobId blob = blob(random(18, 100));
    done(new Batch().put(A, octets("x")));
    refused(new Batch().reference(blob, B).assertAbsent(A));
    assertThat(store().blobs().sweep(muchLater())).isEqualTo(1);
  }

  @Test
  default void refersByNamesMadeFromSlots() throws StoreException {
    BlobId blob = blob(random(19, 100));
    Batch batch = new Batch();
    Batch.Slot uid = batch.addAndGet(COUNTER, 1);
    done(batch.reference(blob, Key.of("box").form(uid)));
    assertThat(store().blobs().sweep(muchLater())).isZero();
    done(new Batch().dereference(blob, Key.of("box", 1)));
    assertThat(store().blobs().sweep(muchLater())).isEqualTo(1);
  }

  @Test
  default void sweepsManyAtOnce() throws StoreException {
    for (int i = 0; i < 30; i++) {
      BlobId blob = blob(random(i, 10));
      if (i % 3 == 0) {
        done(new Batch().reference(blob, Key.of("r", i)));
      }
    }
    assertThat(store().blobs().sweep(muchLater())).isEqualTo(20);
  }

  @Test
  default void forgetsWhatWasNotFinished() throws StoreException {
    try (Blobs.Writer writer = store().blobs().write()) {
      writer.write(random(20, 200_000), 0, 200_000);
      assertThat(writer.written()).isEqualTo(200_000);
    }
    assertThat(store().blobs().sweep(muchLater())).isZero();
    BlobId next = blob(random(21, 10));
    assertThat(content(next)).isEqualTo(random(21, 10));
  }

  @Test
  default void finishesOnce() throws StoreException {
    try (Blobs.Writer writer = store().blobs().write()) {
      writer.finish();
      assertThatThrownBy(writer::finish).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> writer.write(new byte[1], 0, 1))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  default void writesManyAtOnce() throws Exception {
    ConcurrentMap<BlobId, byte[]> written = new ConcurrentHashMap<>();
    inTasks(
        8,
        task -> {
          for (int i = 0; i < 8; i++) {
            byte[] content = random(task * 100L + i, i == 0 ? 400_000 : 3_000 * i);
            BlobId blob = blob(content);
            done(new Batch().reference(blob, Key.of("r", task, i)));
            assertThat(content(blob)).isEqualTo(content);
            written.put(blob, content);
          }
        });
    assertThat(written).hasSize(64);
    assertThat(store().blobs().sweep(muchLater())).isZero();
    for (BlobId blob : written.keySet()) {
      assertThat(content(blob)).isEqualTo(written.get(blob));
    }
  }

  @Test
  default void losesNothingToASweepThatRunsMeanwhile() throws Exception {
    Instant cutoff = muchLater(); // sweeps take all that nothing refers to at that moment
    inTasks(
        4,
        task -> {
          for (int i = 0; i < 15; i++) {
            if (task == 0) {
              store().blobs().sweep(cutoff);
              continue;
            }
            byte[] content = random(task * 100L + i, 2_000);
            BlobId blob = blob(content);
            Key key = Key.of("r", task, i);
            if (store().commit(new Batch().reference(blob, key))
                instanceof mailroad.store.Store.Commit.Done) {
              assertThat(content(blob)).isEqualTo(content);
            }
          }
        });
  }
}
