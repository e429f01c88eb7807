package mailroad.store.rocksdb;

import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What stands at keys, or that nothing does, as far as it was seen lately. For one task. */
final class RecentValues {
  /** What an entry takes beside its octets, about. */
  private static final int ENTRY_OCTETS = 160;

  /** Larger values are left to the database. */
  private static final int VALUE_OCTETS_MAX = 16 << 10;

  private final long octetsMax;
  private final Map<Name, Optional<byte[]>> values = new LinkedHashMap<>(16, 0.75f, true);
  private long octets;

  private record Name(byte[] key) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Name(var otherKey) && Arrays.equals(key, otherKey);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(key);
    }
  }

  /**
   * Knows nothing yet.
   *
   * @param octetsMax memory, about; what was unused for longest goes first
   */
  RecentValues(long octetsMax) {
    this.octetsMax = octetsMax;
  }

  /** What stands there, or empty for nothing; empty if that is not known. */
  Optional<Optional<byte[]>> get(byte[] key) {
    return Optional.ofNullable(values.get(new Name(key)));
  }

  /** Remembers what stands there. */
  void put(byte[] key, Optional<byte[]> value) {
    Name name = new Name(key);
    boolean large = value.isPresent() && value.get().length > VALUE_OCTETS_MAX;
    Optional<byte[]> before = large ? values.remove(name) : values.put(name, value);
    octets -= before == null ? 0 : size(key, before);
    octets += large ? 0 : size(key, value);
    Iterator<Map.Entry<Name, Optional<byte[]>>> oldest = values.entrySet().iterator();
    while (octets > octetsMax && oldest.hasNext()) {
      Map.Entry<Name, Optional<byte[]>> gone = oldest.next();
      octets -= size(gone.getKey().key(), gone.getValue());
      oldest.remove();
    }
  }

  /** Forgets all. */
  void clear() {
    values.clear();
    octets = 0;
  }

  private static long size(byte[] key, Optional<byte[]> value) {
    return (long) ENTRY_OCTETS + key.length + (value.isPresent() ? value.get().length : 0);
  }
}
