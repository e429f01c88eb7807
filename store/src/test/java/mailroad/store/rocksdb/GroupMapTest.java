package mailroad.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import mailroad.store.StoreException;
import mailroad.store.engine.OctetMap.Pair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever a group does, it reads what a plain map would hold, and so does the database after it. */
class GroupMapTest {
  private static final int KEYS = 60;
  private static final int GROUPS = 150;

  @TempDir private Path folder;

  private NavigableMap<byte[], byte[]> model = new TreeMap<>(Arrays::compareUnsigned);

  @ParameterizedTest(name = "seed {0}, {1} octets of memory")
  @CsvSource({"1, 0", "2, 2000", "3, 1000000"})
  void readsWhatAPlainMapWouldHold(long seed, long recentOctets) throws StoreException {
    Random random = new Random(seed);
    RocksDatabase database = new RocksDatabase(folder, RocksStoreConfig.DEFAULT);
    try {
      GroupMap map = new GroupMap(new RecentValues(database, recentOctets));
      for (int i = 0; i < GROUPS; i++) {
        NavigableMap<byte[], byte[]> written = copy();
        for (int batch = 0; batch < 4; batch++) {
          change(map, random);
        }
        if (random.nextInt(10) > 0) {
          map.write();
        } else {
          model = written; // the group is dropped
        }
        map.clear();
        check(shown(database.scan(key(0), key(KEYS), KEYS, false)), shown(model));
      }
    } finally {
      database.close();
    }
  }

  @Test
  void looksForWhatNobodyCanHaveWrittenInTheGroupOnly() throws StoreException {
    RocksDatabase database = new RocksDatabase(folder, RocksStoreConfig.DEFAULT);
    try {
      GroupMap map = new GroupMap(new RecentValues(database, 0));
      map.put(key(1), new byte[] {1});
      map.write();
      map.clear();
      map.mark();
      map.put(key(2), new byte[] {2});
      assertThat(map.unwritten(key(1))).isEmpty();
      assertThat(map.unwritten(key(2))).contains(new byte[] {2});
      map.delete(key(2));
      assertThat(map.unwritten(key(2))).isEmpty();
    } finally {
      database.close();
    }
  }

  private void change(GroupMap map, Random random) throws StoreException {
    NavigableMap<byte[], byte[]> before = copy();
    map.mark();
    for (int op = random.nextInt(8); op >= 0; op--) {
      byte[] key = key(random.nextInt(KEYS));
      if (random.nextInt(3) > 0) {
        byte[] value = new byte[random.nextInt(5) == 0 ? 20_000 : random.nextInt(300)];
        random.nextBytes(value);
        map.put(key, value);
        model.put(key, value);
      } else {
        map.delete(key);
        model.remove(key);
      }
      compare(map, random);
    }
    if (random.nextInt(4) == 0) {
      map.backToMark();
      model = before;
      compare(map, random);
    }
  }

  private void compare(GroupMap map, Random random) throws StoreException {
    byte[] key = key(random.nextInt(KEYS));
    assertThat(map.get(key).map(Arrays::toString))
        .isEqualTo(java.util.Optional.ofNullable(model.get(key)).map(Arrays::toString));
    byte[] from = key(random.nextInt(KEYS));
    byte[] to = key(random.nextInt(KEYS));
    boolean backwards = random.nextBoolean();
    int limit = 1 + random.nextInt(10);
    List<String> expected = new ArrayList<>();
    if (Arrays.compareUnsigned(from, to) < 0) {
      NavigableMap<byte[], byte[]> range = model.subMap(from, true, to, false);
      expected = shown(backwards ? range.descendingMap() : range);
    }
    check(
        shown(map.scan(from, to, limit, backwards)),
        expected.subList(0, Math.min(limit, expected.size())));
  }

  private static void check(List<String> found, List<String> expected) {
    assertThat(found).isEqualTo(expected);
  }

  private NavigableMap<byte[], byte[]> copy() {
    NavigableMap<byte[], byte[]> copy = new TreeMap<>(Arrays::compareUnsigned);
    copy.putAll(model);
    return copy;
  }

  private static List<String> shown(List<Pair> pairs) {
    return pairs.stream().map(pair -> shown(pair.key(), pair.value())).toList();
  }

  private static List<String> shown(Map<byte[], byte[]> pairs) {
    return pairs.entrySet().stream().map(entry -> shown(entry.getKey(), entry.getValue())).toList();
  }

  private static String shown(byte[] key, byte[] value) {
    return Arrays.toString(key) + "=" + Arrays.hashCode(value);
  }

  private static byte[] key(int number) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(number * 0x0400_0000).array();
  }
}
