package mailroad.store.rocksdb;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import mailroad.kernel.RealWorld;
import mailroad.kernel.Task;
import mailroad.kernel.World;
import mailroad.store.Batch;
import mailroad.store.BlobId;
import mailroad.store.Blobs;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.Store.Claim;
import mailroad.store.StoreException;
import mailroad.store.ValueForm;

/**
 * The program that {@link CrashTest} kills: several writers, and one who sweeps. A writer's batch number {@code
 * i} makes a message out of a blob and four keys, counts it in three counters, and puts it into the queue; every
 * fifth also removes the message made three before. The line {@code ack writer i} says that it is committed.
 */
final class CrashLoad {
  static final int WRITERS = 6;
  static final RocksStoreConfig CONFIG = RocksStoreConfig.DEFAULT.withSegments(150_000, 4_096);

  private final World world;
  private final Store store;
  private final PrintStream out;

  private CrashLoad(World world, Store store) {
    this.world = world;
    this.store = store;
    this.out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
  }

  /** Runs until it is killed. */
  public static void main(String[] arguments) throws Exception {
    World world =
        new RealWorld((name, e) -> {
          e.printStackTrace();
          Runtime.getRuntime().halt(3);
        });
    Store store = RocksStore.open(world, Path.of(arguments[0]), CONFIG);
    store.releaseClaims("q", "writer", world.now());
    CrashLoad load = new CrashLoad(world, store);
    Task last = world.start("sweeper", load::sweep);
    for (int writer = 0; writer < WRITERS; writer++) {
      int number = writer;
      world.start("writer " + writer, () -> load.write(number));
    }
    last.join();
  }

  /** The message that batch {@code i} of a writer removes; -1 for none. */
  static int removedBy(int i) {
    return i % 5 == 4 ? i - 3 : -1;
  }

  static byte[] content(int writer, int i) {
    SplittableRandom random = new SplittableRandom(writer * 1_000_003L + i);
    byte[] content = new byte[random.nextInt(i % 7 == 0 ? 40_000 : 3_000)];
    random.nextBytes(content);
    return content;
  }

  private void write(int writer) throws StoreException {
    int from = (int) count(Key.of("made", writer));
    for (int i = from; ; i++) {
      while (!isMade(writer, i)) {}
      out.println("ack " + writer + " " + i);
      if (i % 3 == 0) {
        workOffTwo();
      }
    }
  }

  /** False if there was so long between the blob's end and its batch that the sweeper took it. */
  private boolean isMade(int writer, int i) throws StoreException {
    byte[] content = content(writer, i);
    BlobId blob;
    try (Blobs.Writer into = store.blobs().write()) {
      into.write(content, 0, content.length);
      blob = into.finish();
    }
    Batch batch = new Batch();
    Key message = Key.of("message", writer, i);
    byte[] name = blob.value().getBytes(StandardCharsets.US_ASCII);
    Batch.Slot uid = batch.addAndGet(Key.of("total"), 1);
    batch
        .put(message, name)
        .put(Key.of("copy", writer, i), name)
        .put(Key.of("uid").form(uid), ValueForm.of(message.encoded()))
        .add(Key.of("made", writer), 1)
        .reference(blob, message)
        .schedule("q", Key.of("item", writer, i), Instant.EPOCH);
    remove(batch, writer, removedBy(i));
    return switch (store.commit(batch)) {
      case Store.Commit.Done _ -> true;
      case Store.Commit.Refused(Batch.Reference _) -> false;
      case Store.Commit.Refused(var op) -> throw new AssertionError("refused: " + op);
    };
  }

  private void remove(Batch batch, int writer, int i) throws StoreException {
    if (i >= 0) {
      Key message = Key.of("message", writer, i);
      batch
          .delete(message)
          .delete(Key.of("copy", writer, i))
          .dereference(blobOf(store, message), message)
          .add(Key.of("removed"), 1);
    }
  }

  static BlobId blobOf(Store store, Key message) throws StoreException {
    byte[] name = store.get(message).orElseThrow().bytes();
    return new BlobId(new String(name, StandardCharsets.US_ASCII));
  }

  private void workOffTwo() throws StoreException {
    for (Claim claim : store.claimDue("q", "writer", world.now(), Duration.ofMinutes(5), 2)) {
      Batch batch =
          new Batch()
              .assertClaim(claim)
              .unschedule("q", claim.id())
              .assertAbsent(Key.of("worked").then(claim.id().encoded()))
              .put(Key.of("worked").then(claim.id().encoded()), new byte[0])
              .add(Key.of("works"), 1);
      done(batch);
    }
  }

  private void sweep() throws Exception {
    while (true) {
      store.blobs().sweep(world.now().minusMillis(50));
      world.sleep(Duration.ofMillis(5));
    }
  }

  private long count(Key counter) throws StoreException {
    return store.get(counter).map(Store.Value::asLong).orElse(0L);
  }

  private void done(Batch batch) throws StoreException {
    if (store.commit(batch) instanceof Store.Commit.Refused(var op)) {
      throw new AssertionError("refused: " + op);
    }
  }
}
