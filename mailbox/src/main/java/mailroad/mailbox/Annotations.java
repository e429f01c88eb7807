package mailroad.mailbox;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import mailroad.store.Batch;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;

/**
 * The annotations of one thing (RFC 5464): under its key, by whose they are (0 for all) and by name. Their octets are counted
 * for the account that the thing belongs to.
 *
 * @param root where they stand
 * @param live what must be there as long as the thing is
 * @param owner who pays for them
 * @param user whose private ones are meant
 */
record Annotations(Shelf shelf, Key root, Key live, AccountKeys owner, long user) {
  private static final int READ_MAX = 10_000;
  private static final long ALL = 0;

  static Annotations of(Shelf shelf, Box box, AccountKeys owner, long user) {
    return new Annotations(shelf, box.annotations(), box.live(), owner, user);
  }

  static Annotations ofServer(Shelf shelf, AccountKeys user) {
    return new Annotations(shelf, user.annotationsOfServer(), user.live(), user, user.id());
  }

  private Key key(Annotation annotation) {
    long whose = annotation.scope() == Annotation.Scope.PRIVATE ? user : ALL;
    return root.then(whose, annotation.name());
  }

  /** All that the user sees, by name. */
  NavigableMap<Annotation, byte[]> all() throws StoreException {
    return bytes(values());
  }

  /** The same, with the versions of their values, by which one sees that they were changed. */
  NavigableMap<Annotation, Store.Value> values() throws StoreException {
    TreeMap<Annotation, Store.Value> found = new TreeMap<>();
    for (long whose : new long[] {ALL, user}) {
      read(shelf.store(), root.then(whose), found);
    }
    return found;
  }

  /** Adds those that stand under a prefix. */
  static void read(Store store, Key prefix, Map<Annotation, Store.Value> to) throws StoreException {
    for (Store.Entry entry : store.range(Store.Range.under(prefix, READ_MAX))) {
      to.put(new Annotation(entry.key().after(prefix).text()), entry.value());
    }
  }

  static NavigableMap<Annotation, byte[]> bytes(Map<Annotation, Store.Value> values) {
    TreeMap<Annotation, byte[]> bytes = new TreeMap<>();
    values.forEach((name, value) -> bytes.put(name, value.bytes()));
    return bytes;
  }

  static NavigableMap<Annotation, Long> versions(Map<Annotation, Store.Value> values) {
    TreeMap<Annotation, Long> versions = new TreeMap<>();
    values.forEach((name, value) -> versions.put(name, value.version()));
    return versions;
  }

  /** Sets some, and removes those without a value: all or none. */
  Annotated set(Map<Annotation, Optional<byte[]>> changes) throws StoreException {
    for (Optional<byte[]> value : changes.values()) {
      if (value.isPresent() && value.get().length > shelf.config().annotationOctetsMax()) {
        return Annotated.TOO_LONG;
      }
    }
    Shelf.Tries tries = shelf.tries("change annotations");
    while (true) {
      Batch batch = new Batch().assertEqual(live, Box.LIVE);
      int more = add(batch, changes);
      int there = shelf.store().range(Store.Range.under(root, READ_MAX)).size();
      if (more > 0 && there + more > shelf.config().annotationsMax()) {
        return Annotated.TOO_MANY;
      }
      switch (shelf.store().commit(batch)) {
        case Store.Commit.Done _ -> {
          return Annotated.DONE;
        }
        case Store.Commit.Refused(Batch.AssertEqual _) -> {
          return Annotated.GONE;
        }
        case Store.Commit.Refused(Batch.AssertAtMost _) -> {
          return Annotated.OVER_QUOTA;
        }
        case Store.Commit.Refused _ -> tries.next();
      }
    }
  }

  /** Adds the changes to a batch, if nobody has changed the same in between; gives how many more there will be. */
  private int add(Batch batch, Map<Annotation, Optional<byte[]>> changes) throws StoreException {
    int more = 0;
    long octets = 0;
    for (var change : changes.entrySet()) {
      Key key = key(change.getKey());
      Optional<Store.Value> there = shelf.store().get(key);
      if (there.isPresent()) {
        batch.assertVersion(key, there.get().version());
        octets -= octets(change.getKey(), there.get().bytes());
        more--;
      } else {
        batch.assertAbsent(key);
      }
      if (change.getValue().isPresent()) {
        byte[] value = change.getValue().get();
        batch.put(key, value);
        octets += octets(change.getKey(), value);
        more++;
      } else if (there.isPresent()) {
        batch.delete(key);
      }
    }
    batch.add(owner.annotations(), octets);
    if (octets > 0) {
      batch.assertAtMost(owner.annotations(), shelf.config().quotaAnnotationOctets());
    }
    return more;
  }

  private static long octets(Annotation annotation, byte[] value) {
    return annotation.name().length() + (long) value.length;
  }

  /** Gives the room of all annotations of a thing that ends back to its owner. They are deleted with the thing. */
  void discharge() throws StoreException {
    Batch batch = new Batch();
    long octets = 0;
    for (Store.Entry entry : shelf.store().range(Store.Range.under(root, READ_MAX))) {
      Key.Reader parts = entry.key().after(root);
      parts.number();
      octets += octets(new Annotation(parts.text()), entry.value().bytes());
      batch.assertVersion(entry.key(), entry.value().version()).delete(entry.key());
    }
    if (octets > 0) {
      shelf.store().commit(batch.add(owner.annotations(), -octets));
    }
  }
}
