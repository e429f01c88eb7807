package mailroad.store.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import mailroad.kernel.RealWorld;
import mailroad.kernel.World;
import mailroad.store.Batch;
import mailroad.store.BlobId;
import mailroad.store.Blobs;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;
import mailroad.store.contract.StoreContract;
import mailroad.store.contract.UnderTest;
import org.junit.jupiter.api.Test;

class MemoryStoreTest implements StoreContract {
  private final World world =
      new RealWorld((name, e) -> {
        throw new AssertionError(name, e);
      });
  private final MemoryStore store = new MemoryStore(world);

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
            store.faults().fillDisk();
          }

          @Override
          public void free() {
            store.faults().freeDisk();
          }
        });
  }

  @Test
  void keepsWhatWasCommittedOverACrash() throws StoreException {
    Key key = Key.of("a");
    BlobId blob = blob(UnderTest.octets("content"));
    done(
        new Batch()
            .put(key, UnderTest.octets("x"))
            .schedule("q", key, Instant.EPOCH)
            .reference(blob, key));
    Store.Claim claim =
        store.claimDue("q", "me", Instant.EPOCH, Duration.ofMinutes(1), 1).getFirst();
    Blobs.Writer unfinished = store.blobs().write();
    unfinished.write(new byte[10], 0, 10);

    MemoryStore again = store.reopen();

    assertThat(again.get(key)).isPresent();
    assertThat(again.blobs().size(blob)).isEqualTo(7);
    assertThat(again.commit(new Batch().assertClaim(claim))).isInstanceOf(Store.Commit.Done.class);
    assertThatThrownBy(unfinished::finish).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> store.commit(new Batch().delete(key)))
        .isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> store.get(key)).isInstanceOf(StoreException.class);
    assertThat(again.get(key)).isPresent();
  }

  @Test
  void losesACommitThatWasOnItsWayWhenThePowerFailed() throws Exception {
    MemoryStore slow = new MemoryStore(world, new MemoryStoreConfig(Duration.ofDays(1)));
    Key key = Key.of("a");
    mailroad.kernel.Task task =
        world.start(
            "committer",
            () ->
                assertThatThrownBy(() -> slow.commit(new Batch().put(key, new byte[1])))
                    .isInstanceOf(StoreException.class));
    task.cancel();
    task.join();
    assertThat(slow.reopen().get(key)).isEmpty();
  }

  @Test
  void failsAsManyWritesAsItIsTold() throws StoreException {
    store.faults().failWrites(2);
    Batch batch = new Batch().add(Key.of("n"), 1);
    assertThatThrownBy(() -> store.commit(batch)).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> store.commit(batch)).isInstanceOf(StoreException.class);
    done(batch);
    assertThat(number(Key.of("n"))).isEqualTo(1);
  }

  @Test
  void refusesANegativeLatency() {
    assertThatThrownBy(() -> new MemoryStoreConfig(Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("commit-latency must not be negative");
  }
}
