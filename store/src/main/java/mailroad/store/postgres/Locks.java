package mailroad.store.postgres;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.TreeSet;
import mailroad.store.Key;
import mailroad.store.engine.View.ItemName;
import mailroad.store.engine.View.Reference;

/**
 * Names as the numbers of PostgreSQL's advisory locks, which lock also what is not there. Two names may share a
 * number: then batches wait that need not.
 */
final class Locks {
  private static final long FNV_START = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private final String schema;

  Locks(String schema) {
    this.schema = schema;
  }

  /** The lock on the whole store: held alone by the largest batches, shared by all others. */
  long store() {
    return number("store", schema);
  }

  /** The locks on names, in the order in which all take them. */
  Long[] on(Collection<Key> entries, Collection<ItemName> items, Collection<Reference> references) {
    TreeSet<Long> numbers = new TreeSet<>();
    for (Key key : entries) {
      numbers.add(number("entry", schema, key.encoded()));
    }
    for (ItemName item : items) {
      numbers.add(number("item", schema, item.queue(), item.id().encoded()));
    }
    for (Reference reference : references) {
      numbers.add(number("reference", schema, reference.blob().value(), reference.by().encoded()));
    }
    return numbers.toArray(Long[]::new);
  }

  /** A number for a name of several parts. */
  static long number(Object... parts) {
    long number = FNV_START;
    for (Object part : parts) {
      byte[] octets =
          part instanceof byte[] given ? given : part.toString().getBytes(StandardCharsets.UTF_8);
      for (byte b : octets) {
        number = (number ^ (b & 0xFF)) * FNV_PRIME;
      }
      number = (number ^ 0x1FF) * FNV_PRIME; // between parts
    }
    return number ^ number >>> 32;
  }
}
