package mailroad.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import mailroad.kernel.RealWorld;
import mailroad.kernel.World;
import mailroad.store.Batch;
import mailroad.store.BlobId;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.Store.Claim;
import mailroad.store.Store.Range;
import mailroad.store.StoreException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills {@link CrashLoad} in the middle of its work, again and again on the same folder, and looks each time
 * whether every acknowledged batch is whole and none is half there. More rounds: {@code
 * -Dmailroad.crash.rounds=500}; the same moments again: {@code -Dmailroad.crash.seed=...}.
 */
class CrashTest {
  private static final int ROUNDS = Integer.getInteger("mailroad.crash.rounds", 15);
  private static final long SEED = Long.getLong("mailroad.crash.seed", 20261122);

  private final World world =
      new RealWorld((name, e) -> {
        throw new AssertionError(name, e);
      });
  private final int[] acknowledged = new int[CrashLoad.WRITERS];

  @TempDir private Path folder;

  @Test
  void findsEveryAcknowledgedBatchWholeAfterEachCrash() throws Exception {
    SplittableRandom random = new SplittableRandom(SEED);
    Arrays.fill(acknowledged, -1);
    for (int round = 0; round < ROUNDS; round++) {
      runAndKill(1 + random.nextInt(150));
      try (Store store = RocksStore.open(world, folder.resolve("store"), CrashLoad.CONFIG)) {
        check(store, "seed %d round %d".formatted(SEED, round));
      }
    }
    assertNoRoomIsLostForEver();
  }

  /** Lets the load run until it has acknowledged so many batches, and kills it: kill -9. */
  private void runAndKill(int acknowledgements) throws IOException, InterruptedException {
    Path errors = folder.resolve("errors");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                CrashLoad.class.getName(),
                folder.resolve("store").toString())
            .redirectError(errors.toFile())
            .start();
    int count = 0;
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] words = line.split(" ", -1);
        if (words.length == 3 && words[0].equals("ack")) { // the last line may be cut off
          int writer = Integer.parseInt(words[1]);
          acknowledged[writer] = Math.max(acknowledged[writer], Integer.parseInt(words[2]));
          count++;
        }
        if (count == acknowledgements) {
          process.toHandle().destroyForcibly(); // leaves what it has said to be read
        }
      }
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.waitFor()).as(() -> read(errors)).isEqualTo(128 + 9);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private void check(Store store, String state) throws StoreException {
    long total = 0;
    for (int writer = 0; writer < CrashLoad.WRITERS; writer++) {
      int made = (int) count(store, Key.of("made", writer));
      // What was acknowledged is there, and beyond that at most the one batch that was on its way.
      assertThat(made)
          .as("%s: batches of writer %d", state, writer)
          .isBetween(acknowledged[writer] + 1, acknowledged[writer] + 2);
      acknowledged[writer] = made - 1;
      total += made;
      for (int i = 0; i < made; i++) {
        checkMessage(store, writer, i, made, state);
      }
    }
    assertThat(count(store, Key.of("total"))).as(state).isEqualTo(total);
    assertThat(store.range(Range.under(Key.of("uid"), 1_000_000))).as(state).hasSize((int) total);
    checkQueue(store, total, state);
  }

  private static void checkMessage(Store store, int writer, int i, int made, String state)
      throws StoreException {
    Key message = Key.of("message", writer, i);
    Key copy = Key.of("copy", writer, i);
    boolean removed = i + 3 < made && CrashLoad.removedBy(i + 3) == i;
    String which = "%s: message %d of writer %d".formatted(state, i, writer);
    assertThat(store.get(message).isPresent()).as(which).isEqualTo(!removed);
    assertThat(store.get(copy).isPresent()).as(which).isEqualTo(!removed);
    if (!removed) {
      assertThat(store.get(copy).orElseThrow().bytes())
          .as(which)
          .isEqualTo(store.get(message).orElseThrow().bytes());
      byte[] expected = CrashLoad.content(writer, i);
      byte[] found = new byte[expected.length];
      BlobId blob = CrashLoad.blobOf(store, message);
      assertThat(store.blobs().size(blob)).as(which).isEqualTo(expected.length);
      assertThat(store.blobs().read(blob, 0, found, 0, found.length))
          .as(which)
          .isEqualTo(found.length);
      assertThat(found).as(which).isEqualTo(expected);
    }
  }

  /** Every item is either in the queue or worked off, once; and all can be claimed again. */
  private static void checkQueue(Store store, long total, String state) throws StoreException {
    int worked = store.range(Range.under(Key.of("worked"), 1_000_000)).size();
    assertThat(count(store, Key.of("works"))).as(state).isEqualTo(worked);
    Instant farOff = Instant.parse("2200-01-01T00:00:00Z");
    List<Claim> claims = store.claimDue("q", "check", farOff, Duration.ofDays(1), 1_000_000);
    Set<Key> ids = new HashSet<>();
    for (Claim claim : claims) {
      assertThat(ids.add(claim.id())).as("%s: %s is there once", state, claim).isTrue();
      assertThat(store.get(Key.of("worked").then(claim.id().encoded()))).as(state).isEmpty();
    }
    assertThat(claims.size() + worked).as("%s: items", state).isEqualTo((int) total);
    store.releaseClaims("q", "check", farOff);
    if (!claims.isEmpty()) {
      assertThat(store.nextDue("q")).as(state).contains(Instant.EPOCH);
    }
  }

  /** Once nothing is needed any more, a sweep frees all room but that of the newest segment. */
  private void assertNoRoomIsLostForEver() throws Exception {
    try (Store store = RocksStore.open(world, folder.resolve("store"), CrashLoad.CONFIG)) {
      for (Store.Entry entry : store.range(Range.under(Key.of("message"), 1_000_000))) {
        BlobId blob = CrashLoad.blobOf(store, entry.key());
        store.commit(new Batch().delete(entry.key()).dereference(blob, entry.key()));
      }
      store.blobs().sweep(world.now().plusSeconds(60));
    }
    try (Stream<Path> segments = Files.list(folder.resolve("store/content"))) {
      assertThat(segments.count()).isLessThanOrEqualTo(1);
    }
  }

  private static long count(Store store, Key counter) throws StoreException {
    return store.get(counter).map(Store.Value::asLong).orElse(0L);
  }
}
