package mailroad.store.contract;

import static mailroad.store.contract.UnderTest.octets;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import mailroad.store.Batch;
import mailroad.store.BlobId;
import mailroad.store.Blobs;
import mailroad.store.StoreFullException;
import org.junit.jupiter.api.Test;

/** A full disk: the store refuses, nothing breaks, and it works again when there is room. */
interface FullDiskContract extends BatchContract {
  @Test
  default void refusesWhileTheDiskIsFull() throws Exception {
    assumeTrue(disk().isPresent(), "the disk of this engine cannot be filled up in a test");
    FullDisk disk = disk().orElseThrow();
    BlobId blob = blob(octets("content"));
    done(new Batch().put(A, octets("before")).reference(blob, A));
    disk.fill();
    assertThatThrownBy(() -> store().commit(new Batch().put(A, octets("full")).add(COUNTER, 1)))
        .isInstanceOf(StoreFullException.class);
    assertThatThrownBy(() -> store().commit(new Batch().reference(blob(octets("more")), B)))
        .isInstanceOf(StoreFullException.class);
    assertThat(text(A)).isEqualTo("before");
    assertThat(number(COUNTER)).isZero();
    assertThat(content(blob)).isEqualTo(octets("content"));
    disk.free();
    done(new Batch().put(A, octets("after")).add(COUNTER, 1));
    assertThat(text(A)).isEqualTo("after");
    assertThat(number(COUNTER)).isEqualTo(1);
    assertThat(content(blob(octets("more")))).isEqualTo(octets("more"));
  }

  @Test
  default void dropsABlobForWhichThereIsNoRoom() throws Exception {
    assumeTrue(disk().isPresent(), "the disk of this engine cannot be filled up in a test");
    FullDisk disk = disk().orElseThrow();
    try (Blobs.Writer writer = store().blobs().write()) {
      writer.write(new byte[200_000], 0, 200_000);
      disk.fill();
      assertThatThrownBy(
              () -> {
                writer.write(new byte[200_000], 0, 200_000);
                writer.finish();
              })
          .isInstanceOf(StoreFullException.class);
    }
    disk.free();
    assertThat(content(blob(octets("next")))).isEqualTo(octets("next"));
  }
}
