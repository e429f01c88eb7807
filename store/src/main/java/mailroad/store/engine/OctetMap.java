package mailroad.store.engine;

import java.util.List;
import java.util.Optional;
import mailroad.store.StoreException;

/** An ordered map of octets: what an embedded engine stands on. Keys sort as unsigned octets. */
public interface OctetMap {
  /** The value at a key. */
  Optional<byte[]> get(byte[] key) throws StoreException;

  /**
   * The value at a key that cannot stand in what was written before: only what has been changed since, and is not written
   * yet, need be looked at.
   */
  default Optional<byte[]> unwritten(byte[] key) throws StoreException {
    return get(key);
  }

  /**
   * The pairs of a range in their order, or the last first.
   *
   * @param from first key that belongs
   * @param to first key that no longer belongs
   */
  List<Pair> scan(byte[] from, byte[] to, int limit, boolean backwards) throws StoreException;

  /** One that can be changed. */
  interface Writable extends OctetMap {
    /** Sets a key. */
    void put(byte[] key, byte[] value) throws StoreException;

    /** Removes a key, if it is there. */
    void delete(byte[] key) throws StoreException;
  }

  /** A key and its value. */
  record Pair(byte[] key, byte[] value) {}
}
