package mailroad.store.memory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import mailroad.store.engine.OctetMap;

/** An ordered map of octets on the heap. */
final class MemoryMap implements OctetMap.Writable {
  private final NavigableMap<byte[], byte[]> map = new TreeMap<>(Arrays::compareUnsigned);

  @Override
  public Optional<byte[]> get(byte[] key) {
    return Optional.ofNullable(map.get(key));
  }

  @Override
  public List<Pair> scan(byte[] from, byte[] to, int limit, boolean backwards) {
    List<Pair> pairs = new ArrayList<>();
    if (Arrays.compareUnsigned(from, to) >= 0) {
      return pairs;
    }
    NavigableMap<byte[], byte[]> range = map.subMap(from, true, to, false);
    for (Map.Entry<byte[], byte[]> entry : (backwards ? range.descendingMap() : range).entrySet()) {
      if (pairs.size() == limit) {
        break;
      }
      pairs.add(new Pair(entry.getKey(), entry.getValue()));
    }
    return pairs;
  }

  @Override
  public void put(byte[] key, byte[] value) {
    map.put(key, value);
  }

  @Override
  public void delete(byte[] key) {
    map.remove(key);
  }
}
