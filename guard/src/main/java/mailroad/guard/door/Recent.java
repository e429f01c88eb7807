package mailroad.guard.door;

import java.util.LinkedHashMap;
import java.util.Map;

/** Maps that hold so many entries and no more: they forget what nobody has asked about for the longest time. */
final class Recent {
  private Recent() {}

  /** An empty map, for use under a lock. */
  static <K, V> Map<K, V> map(int sizeMax) {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1;

      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > sizeMax;
      }
    };
  }
}
