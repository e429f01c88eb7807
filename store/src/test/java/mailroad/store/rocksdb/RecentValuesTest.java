package mailroad.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import mailroad.store.StoreException;
import mailroad.store.engine.OctetMap.Pair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the memory says is never older than what was seen before, in a scan or by another key. */
class RecentValuesTest {
  private static final int KEYS = 8;
  private static final int WRITES = 400;

  @TempDir private Path folder;

  @ParameterizedTest(name = "{0} octets of memory")
  @ValueSource(longs = {0, 600, 1_000_000})
  void readersNeverGoBack(long octetsMax) throws Exception {
    RocksDatabase database = new RocksDatabase(folder, RocksStoreConfig.DEFAULT);
    RecentValues values = new RecentValues(database, octetsMax);
    values.write(all(0));
    AtomicBoolean over = new AtomicBoolean();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    List<Thread> readers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      long seed = i;
      readers.add(
          Thread.ofPlatform()
              .start(() -> {
                try {
                  read(values, new Random(seed), over);
                } catch (Throwable e) {
                  failure.set(e);
                }
              }));
    }
    try {
      for (int number = 1; number <= WRITES; number++) {
        values.write(all(number));
        assertThat(number(values.get(key(number % KEYS)))).isEqualTo(number);
      }
    } finally {
      over.set(true);
      for (Thread reader : readers) {
        reader.join();
      }
      database.close();
    }
    assertThat(failure.get()).isNull();
  }

  /** All keys are written together, so whatever was seen of one holds for the next. */
  private static void read(RecentValues values, Random random, AtomicBoolean over)
      throws StoreException {
    long seen = 0;
    while (!over.get()) {
      long now;
      if (random.nextInt(4) == 0) {
        List<Pair> pairs = values.scan(key(0), key(KEYS), KEYS, false);
        now = number(Optional.of(pairs.get(random.nextInt(KEYS)).value()));
      } else {
        now = number(values.get(key(random.nextInt(KEYS))));
      }
      assertThat(now).isGreaterThanOrEqualTo(seen);
      seen = now;
    }
  }

  @Test
  void whatWasRemovedIsGone() throws Exception {
    RocksDatabase database = new RocksDatabase(folder, RocksStoreConfig.DEFAULT);
    try {
      RecentValues values = new RecentValues(database, 100_000);
      values.write(all(7));
      Map<byte[], Optional<byte[]>> gone = new TreeMap<>(Arrays::compareUnsigned);
      gone.put(key(1), Optional.empty());
      values.write(gone);
      assertThat(values.get(key(1))).isEmpty();
      assertThat(number(values.get(key(2)))).isEqualTo(7);
    } finally {
      database.close();
    }
  }

  @Test
  void whatCouldNotBeWrittenIsNotRemembered() throws Exception {
    RocksDatabase database = new RocksDatabase(folder, RocksStoreConfig.DEFAULT);
    RecentValues values = new RecentValues(database, 100_000);
    values.write(all(7));
    database.close();
    assertThatThrownBy(() -> values.write(all(8))).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> values.get(key(1)))
        .as("asked of the database, which is closed")
        .isInstanceOf(StoreException.class);
  }

  private static Map<byte[], Optional<byte[]>> all(long number) {
    Map<byte[], Optional<byte[]>> changes = new TreeMap<>(Arrays::compareUnsigned);
    for (int i = 0; i < KEYS; i++) {
      changes.put(key(i), Optional.of(ByteBuffer.allocate(Long.BYTES).putLong(number).array()));
    }
    return changes;
  }

  private static long number(Optional<byte[]> value) {
    return ByteBuffer.wrap(value.orElseThrow()).getLong();
  }

  private static byte[] key(int i) {
    return new byte[] {'k', (byte) i};
  }
}
