package mailroad.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.engine.Changes;
import mailroad.store.engine.Item;
import mailroad.store.engine.View.ItemName;
import mailroad.store.engine.View.Reference;

/** Writes what a batch changes, in one round trip. */
final class ChangeWriter {
  private final Script script = new Script();

  private ChangeWriter() {}

  static void write(Connection connection, Changes changes, BatchPlan plan, Locks locks)
      throws SQLException {
    ChangeWriter writer = new ChangeWriter();
    writer.lockNamesFromSlots(changes, plan, locks);
    writer.entries(changes.entries());
    writer.items(changes.items());
    writer.references(changes.references());
    if (!writer.script.isEmpty()) {
      writer.script.run(connection);
    }
  }

  private void lockNamesFromSlots(Changes changes, BatchPlan plan, Locks locks) {
    if (plan.isLarge()) {
      return;
    }
    Set<Key> entries = new HashSet<>(changes.entries().keySet());
    entries.removeAll(plan.entries());
    Set<Reference> references = new HashSet<>(changes.references().keySet());
    references.removeAll(plan.references());
    if (!entries.isEmpty() || !references.isEmpty()) {
      script.add(
          "SELECT pg_advisory_xact_lock(number) FROM unnest(?::bigint[]) AS number",
          new Script.Numbers(locks.on(entries, List.of(), references)));
    }
  }

  private void entries(Map<Key, Optional<Store.Value>> changes) {
    List<Key> gone = new ArrayList<>();
    TreeMap<Key, Store.Value> put = new TreeMap<>();
    changes.forEach(
        (key, value) -> value.ifPresentOrElse(it -> put.put(key, it), () -> gone.add(key)));
    if (!put.isEmpty()) {
      script.add(
          "INSERT INTO entries (key, value, version)"
              + " SELECT key, value, version"
              + " FROM unnest(?::bytea[], ?::bytea[], ?::bigint[]) AS new(key, value, version)"
              + " ON CONFLICT (key)"
              + " DO UPDATE SET value = EXCLUDED.value, version = EXCLUDED.version",
          Snapshot.keys(put.keySet()),
          new Script.Octets(put.values().stream().map(Store.Value::bytes).toArray(byte[][]::new)),
          new Script.Numbers(put.values().stream().map(Store.Value::version).toArray(Long[]::new)));
    }
    if (!gone.isEmpty()) {
      script.add("DELETE FROM entries WHERE key = ANY(?)", Snapshot.keys(gone));
    }
  }

  private void items(Map<ItemName, Optional<Item>> changes) {
    List<ItemName> gone = new ArrayList<>();
    List<ItemName> names = new ArrayList<>();
    List<Item> items = new ArrayList<>();
    changes.forEach((name, item) -> {
      if (item.isPresent()) {
        names.add(name);
        items.add(item.get());
      } else {
        gone.add(name);
      }
    });
    if (!names.isEmpty()) {
      script.add(
          "INSERT INTO items (queue, id, lane, due, ready, owner, token)"
              + " SELECT queue, id, lane, due, ready, nullif(owner, ''), nullif(token, 0)"
              + " FROM unnest(?::text[], ?::bytea[], ?::text[], ?::bigint[], ?::bigint[],"
              + " ?::text[], ?::bigint[]) AS new(queue, id, lane, due, ready, owner, token)"
              + " ON CONFLICT (queue, id)"
              + " DO UPDATE SET lane = EXCLUDED.lane, due = EXCLUDED.due, ready = EXCLUDED.ready,"
              + " owner = EXCLUDED.owner, token = EXCLUDED.token",
          queues(names),
          Snapshot.keys(names.stream().map(ItemName::id).toList()),
          texts(items, Item::lane),
          numbers(items, item -> item.due().toEpochMilli()),
          numbers(items, item -> item.ready().toEpochMilli()),
          texts(items, item -> item.claim().map(Item.Holder::owner).orElse("")),
          numbers(items, item -> item.claim().map(Item.Holder::token).orElse(0L)));
    }
    if (!gone.isEmpty()) {
      script.add(
          "DELETE FROM items"
              + " WHERE (queue, id) IN (SELECT * FROM unnest(?::text[], ?::bytea[]))",
          queues(gone),
          Snapshot.keys(gone.stream().map(ItemName::id).toList()));
    }
  }

  private static Script.Texts texts(List<Item> items, Function<Item, String> part) {
    return new Script.Texts(items.stream().map(part).toArray(String[]::new));
  }

  private static Script.Numbers numbers(List<Item> items, Function<Item, Long> part) {
    return new Script.Numbers(items.stream().map(part).toArray(Long[]::new));
  }

  private static Script.Texts queues(List<ItemName> names) {
    return new Script.Texts(names.stream().map(ItemName::queue).toArray(String[]::new));
  }

  private void references(Map<Reference, Boolean> changes) {
    List<Reference> come = new ArrayList<>();
    List<Reference> gone = new ArrayList<>();
    changes.forEach((reference, stands) -> (stands ? come : gone).add(reference));
    if (!come.isEmpty()) {
      script.add(
          "INSERT INTO refs (blob, name) SELECT * FROM unnest(?::bytea[], ?::bytea[])"
              + " ON CONFLICT DO NOTHING",
          blobs(come),
          names(come));
    }
    if (!gone.isEmpty()) {
      script
          .add(
              "DELETE FROM refs"
                  + " WHERE (blob, name) IN (SELECT * FROM unnest(?::bytea[], ?::bytea[]))",
              blobs(gone),
              names(gone))
          .add(
              "INSERT INTO loose (blob) SELECT DISTINCT blob FROM unnest(?::bytea[]) AS blob"
                  + " ORDER BY blob ON CONFLICT DO NOTHING",
              blobs(gone));
    }
  }

  private static Script.Octets blobs(List<Reference> references) {
    return new Script.Octets(
        references.stream()
            .map(reference -> Snapshot.octets(reference.blob()))
            .toArray(byte[][]::new));
  }

  private static Script.Octets names(List<Reference> references) {
    return Snapshot.keys(references.stream().map(Reference::by).toList());
  }
}
