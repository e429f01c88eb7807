package mailroad.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import mailroad.kernel.World;
import mailroad.store.Batch;
import mailroad.store.Blobs;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;
import mailroad.store.engine.Evaluation;
import mailroad.store.engine.Watches;

/** The store in a PostgreSQL, which other nodes may use at the same time. */
public final class PostgresStore implements Store {
  private static final String CLAIM =
      "WITH next AS MATERIALIZED (SELECT queue, id, ready FROM items"
          + " WHERE queue = ? AND lane = ? AND ready <= ? ORDER BY ready, id LIMIT ? FOR UPDATE SKIP LOCKED)"
          + " UPDATE items SET owner = ?, token = nextval('numbers'), ready = ?"
          + " FROM next WHERE items.queue = next.queue AND items.id = next.id"
          + " RETURNING items.id, items.due, items.token, next.ready";

  /** From lane to lane by the index, whatever is in them. */
  private static final String LANES =
      "WITH RECURSIVE found(lane, ready) AS ("
          + " (SELECT lane, ready FROM items WHERE queue = ? AND lane > ?"
          + "  ORDER BY lane, ready LIMIT 1)"
          + " UNION ALL"
          + " SELECT next.lane, next.ready FROM found CROSS JOIN LATERAL"
          + "  (SELECT lane, ready FROM items WHERE queue = ? AND lane > found.lane"
          + "   ORDER BY lane, ready LIMIT 1) AS next)"
          + " SELECT lane, ready FROM found LIMIT ?";

  private final Database database;
  private final Locks locks;
  private final PostgresBlobs blobs;
  private final Watches watches;
  private final Announcer announcer;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * Opens the store; makes its tables if they are not there, and brings them up to date.
   *
   * @throws StoreException if the database cannot be reached, or a later version of this program made the tables
   */
  public static PostgresStore open(World world, PostgresStoreConfig config) throws StoreException {
    Database database = new Database(world, config);
    try {
      database.transact(connection -> {
        Schema.prepare(connection, config.schema());
        return true;
      });
      return new PostgresStore(world, database, config);
    } catch (StoreException | RuntimeException e) {
      database.close();
      throw e;
    }
  }

  private PostgresStore(World world, Database database, PostgresStoreConfig config) {
    this.database = database;
    this.locks = new Locks(config.schema());
    this.blobs = new PostgresBlobs(world, database, config);
    this.watches = new Watches(world);
    this.announcer = new Announcer(world, database, watches, config);
  }

  @Override
  public Optional<Value> get(Key key) throws StoreException {
    List<Value> found =
        database.read(connection -> {
          List<Value> values = new ArrayList<>();
          new Script()
              .add(
                  "SELECT value, version FROM entries WHERE key = ?",
                  row -> values.add(new Value(row.getBytes(1), row.getLong(2))),
                  key.encoded())
              .run(connection);
          return values;
        });
    return found.stream().findFirst();
  }

  @Override
  public List<Entry> range(Range range) throws StoreException {
    List<Object> parameters = new ArrayList<>(List.of(range.from().encoded()));
    range.to().ifPresent(to -> parameters.add(to.encoded()));
    parameters.add(range.limit());
    String sql =
        "SELECT key, value, version FROM entries WHERE key >= ?"
            + (range.to().isPresent() ? " AND key < ?" : "")
            + (range.backwards() ? " ORDER BY key DESC" : " ORDER BY key")
            + " LIMIT ?";
    return database.read(connection -> {
      List<Entry> entries = new ArrayList<>();
      new Script()
          .add(
              sql,
              row ->
                  entries.add(
                      new Entry(
                          Key.decode(row.getBytes(1)), new Value(row.getBytes(2), row.getLong(3)))),
              parameters.toArray())
          .run(connection);
      return entries;
    });
  }

  @Override
  public Commit commit(Batch batch) throws StoreException {
    BatchPlan plan = new BatchPlan(batch);
    Evaluation evaluation = database.transact(connection -> commit(connection, batch, plan));
    if (evaluation.commit() instanceof Commit.Done) {
      announcer.changed(evaluation.changes().touched());
    }
    return evaluation.commit();
  }

  private Evaluation commit(Connection connection, Batch batch, BatchPlan plan)
      throws SQLException, StoreException {
    Snapshot snapshot = Snapshot.lockAndRead(connection, plan, locks);
    Evaluation evaluation = Evaluation.of(batch, snapshot, snapshot.version());
    if (evaluation.commit() instanceof Commit.Done) {
      ChangeWriter.write(connection, evaluation.changes(), plan, locks);
    }
    return evaluation;
  }

  @Override
  public List<Claim> claimDue(
      String queue, String lane, String owner, Instant now, Duration lease, int n)
      throws StoreException {
    record Claimed(Claim claim, long ready) {}
    List<Claimed> claimed =
        database.transact(connection -> {
          List<Claimed> claims = new ArrayList<>();
          new Script()
              .add(
                  CLAIM,
                  row ->
                      claims.add(
                          new Claimed(
                              new Claim(
                                  queue,
                                  Key.decode(row.getBytes(1)),
                                  Instant.ofEpochMilli(row.getLong(2)),
                                  row.getLong(3)),
                              row.getLong(4))),
                  queue,
                  lane,
                  now.toEpochMilli(),
                  n,
                  owner,
                  now.plus(lease).toEpochMilli())
              .run(connection);
          return claims;
        });
    return claimed.stream()
        .sorted(Comparator.comparingLong(Claimed::ready).thenComparing(it -> it.claim().id()))
        .map(Claimed::claim)
        .toList();
  }

  @Override
  public Optional<Instant> nextDue(String queue, String lane) throws StoreException {
    List<Instant> found =
        database.read(connection -> {
          List<Instant> ready = new ArrayList<>();
          new Script()
              .add(
                  "SELECT ready FROM items WHERE queue = ? AND lane = ?"
                      + " ORDER BY ready LIMIT 1",
                  row -> ready.add(Instant.ofEpochMilli(row.getLong(1))),
                  queue,
                  lane)
              .run(connection);
          return ready;
        });
    return found.stream().findFirst();
  }

  @Override
  public List<Lane> lanes(String queue, String after, int limit) throws StoreException {
    return database.read(connection -> {
      List<Lane> lanes = new ArrayList<>();
      new Script()
          .add(
              LANES,
              row -> lanes.add(new Lane(row.getString(1), Instant.ofEpochMilli(row.getLong(2)))),
              queue,
              after,
              queue,
              limit)
          .run(connection);
      return lanes;
    });
  }

  @Override
  public void releaseClaims(String queue, String owner, Instant now) throws StoreException {
    database.transact(connection -> {
      new Script()
          .add(
              "UPDATE items SET owner = NULL, token = NULL, ready = least(due, ?)"
                  + " WHERE queue = ? AND owner = ?",
              now.toEpochMilli(),
              queue,
              owner)
          .run(connection);
      return true;
    });
  }

  @Override
  public Watch watch(Collection<Key> prefixes) {
    return watches.watch(prefixes);
  }

  @Override
  public Blobs blobs() {
    return blobs;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      announcer.close();
      database.close();
      watches.ringAll();
    }
  }
}
