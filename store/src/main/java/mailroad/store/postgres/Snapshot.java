package mailroad.store.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mailroad.store.BlobId;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.engine.Item;
import mailroad.store.engine.View;

/** What a batch needs to know, read in one round trip after its locks were taken. */
final class Snapshot implements View {
  private final Map<Key, Store.Value> entries = new HashMap<>();
  private final Map<ItemName, Item> items = new HashMap<>();
  private final Set<BlobId> blobs = new HashSet<>();
  private final Set<Reference> references = new HashSet<>();
  private long version;

  /** Locks what a batch names, and reads it. */
  static Snapshot lockAndRead(Connection connection, BatchPlan plan, Locks locks)
      throws SQLException {
    Snapshot snapshot = new Snapshot();
    Script script = new Script();
    // Statements of their own: each sees what was committed before it began, so the locks must come
    // first.
    if (plan.isLarge()) {
      script.add("SELECT pg_advisory_xact_lock(?)", locks.store());
    } else {
      Long[] numbers = locks.on(plan.entries(), plan.items(), plan.references());
      script
          .add("SELECT pg_advisory_xact_lock_shared(?)", locks.store())
          .add(
              "SELECT pg_advisory_xact_lock(number) FROM unnest(?::bigint[]) AS number",
              new Script.Numbers(numbers));
    }
    script.add("SELECT nextval('numbers')", row -> snapshot.version = row.getLong(1));
    snapshot.addReads(script, plan);
    script.run(connection);
    return snapshot;
  }

  private void addReads(Script script, BatchPlan plan) {
    if (!plan.entries().isEmpty()) {
      script.add(
          "SELECT key, value, version FROM entries WHERE key = ANY(?)",
          row ->
              entries.put(
                  Key.decode(row.getBytes(1)), new Store.Value(row.getBytes(2), row.getLong(3))),
          keys(plan.entries()));
    }
    if (!plan.items().isEmpty()) {
      // Rows are locked too: against those who claim, who lock no names.
      script.add(
          "SELECT queue, id, due, ready, owner, token, lane FROM items"
              + " WHERE (queue, id) IN (SELECT * FROM unnest(?::text[], ?::bytea[]))"
              + " ORDER BY queue, id FOR UPDATE",
          row -> items.put(new ItemName(row.getString(1), Key.decode(row.getBytes(2))), item(row)),
          new Script.Texts(plan.items().stream().map(ItemName::queue).toArray(String[]::new)),
          keys(plan.items().stream().map(ItemName::id).toList()));
    }
    if (!plan.blobs().isEmpty()) {
      // Keeps a sweep from removing them until the commit.
      script.add(
          "SELECT id FROM blobs WHERE id = ANY(?) AND finished IS NOT NULL"
              + " ORDER BY id FOR KEY SHARE",
          row -> blobs.add(blob(row.getBytes(1))),
          new Script.Octets(plan.blobs().stream().map(Snapshot::octets).toArray(byte[][]::new)));
    }
    if (!plan.references().isEmpty()) {
      script.add(
          "SELECT blob, name FROM refs"
              + " WHERE (blob, name) IN (SELECT * FROM unnest(?::bytea[], ?::bytea[]))",
          row -> references.add(new Reference(blob(row.getBytes(1)), Key.decode(row.getBytes(2)))),
          new Script.Octets(
              plan.references().stream()
                  .map(reference -> octets(reference.blob()))
                  .toArray(byte[][]::new)),
          keys(plan.references().stream().map(Reference::by).toList()));
    }
  }

  private static Item item(ResultSet row) throws SQLException {
    String owner = row.getString(5);
    return new Item(
        row.getString(7),
        Instant.ofEpochMilli(row.getLong(3)),
        Instant.ofEpochMilli(row.getLong(4)),
        owner == null ? Optional.empty() : Optional.of(new Item.Holder(owner, row.getLong(6))));
  }

  /** The version of what the batch puts. */
  long version() {
    return version;
  }

  @Override
  public Optional<Store.Value> entry(Key key) {
    return Optional.ofNullable(entries.get(key));
  }

  @Override
  public Optional<Item> item(ItemName name) {
    return Optional.ofNullable(items.get(name));
  }

  @Override
  public boolean hasBlob(BlobId blob) {
    return blobs.contains(blob);
  }

  @Override
  public boolean hasReference(Reference reference) {
    return references.contains(reference);
  }

  static Script.Octets keys(Collection<Key> keys) {
    return new Script.Octets(keys.stream().map(Key::encoded).toArray(byte[][]::new));
  }

  static byte[] octets(BlobId blob) {
    return HexFormat.of().parseHex(blob.value());
  }

  static BlobId blob(byte[] octets) {
    return new BlobId(HexFormat.of().formatHex(octets));
  }
}
