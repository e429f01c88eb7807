package mailroad.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import mailroad.kernel.World;
import mailroad.store.BlobId;
import mailroad.store.Blobs;
import mailroad.store.StoreException;

/** Content in PostgreSQL, in chunks. */
final class PostgresBlobs implements Blobs {
  private static final int SWEPT_AT_ONCE = 200;

  private final World world;
  private final Database database;
  private final PostgresStoreConfig config;

  PostgresBlobs(World world, Database database, PostgresStoreConfig config) {
    this.world = world;
    this.database = database;
    this.config = config;
  }

  @Override
  public Writer write() {
    return new PostgresBlobWriter(world, database, config.chunkOctets());
  }

  @Override
  public long size(BlobId blob) throws StoreException {
    List<Long> found =
        database.read(connection -> {
          List<Long> octets = new ArrayList<>();
          new Script()
              .add(
                  "SELECT octets FROM blobs WHERE id = ? AND finished IS NOT NULL",
                  row -> octets.add(row.getLong(1)),
                  Snapshot.octets(blob))
              .run(connection);
          return octets;
        });
    if (found.isEmpty()) {
      throw new StoreException("no blob " + blob);
    }
    return found.getFirst();
  }

  /** A piece of a blob, or nothing if none is in the range. */
  private record Piece(long blobOctets, long start, byte[] octets) {}

  @Override
  public int read(BlobId blob, long from, byte[] into, int offset, int length)
      throws StoreException {
    Objects.checkFromIndexSize(offset, length, into.length);
    long to = from > Long.MAX_VALUE - length ? Long.MAX_VALUE : from + length;
    List<Piece> pieces = database.read(connection -> pieces(connection, blob, from, to));
    if (pieces.isEmpty()) {
      throw new StoreException("no blob " + blob);
    }
    long end = Math.min(pieces.getFirst().blobOctets(), to);
    int read = 0;
    for (Piece piece : pieces) {
      if (piece.octets().length == 0 || from >= end) {
        continue;
      }
      if (piece.start() != from + read) {
        throw damaged(blob);
      }
      System.arraycopy(piece.octets(), 0, into, offset + read, piece.octets().length);
      read += piece.octets().length;
    }
    if (from < end && read != end - from) {
      throw damaged(blob);
    }
    return read;
  }

  private static StoreException damaged(BlobId blob) {
    return new StoreException("blob %s is damaged: part of it is missing".formatted(blob));
  }

  private static List<Piece> pieces(Connection connection, BlobId blob, long from, long to)
      throws SQLException {
    List<Piece> pieces = new ArrayList<>();
    new Script()
        .add(
            "SELECT b.octets, greatest(c.start, w.low),"
                + " substring(c.content"
                + " FROM (greatest(w.low - c.start, 0) + 1)::int"
                + " FOR (least(w.high - c.start, c.octets) - greatest(w.low - c.start, 0))::int)"
                + " FROM (SELECT ?::bytea AS id, ?::bigint AS low, ?::bigint AS high) AS w"
                + " JOIN blobs b ON b.id = w.id AND b.finished IS NOT NULL"
                + " LEFT JOIN chunks c ON c.blob = b.id"
                + " AND c.start < w.high AND c.start + c.octets > w.low"
                + " ORDER BY c.start",
            row -> {
              byte[] octets = row.getBytes(3);
              pieces.add(
                  new Piece(row.getLong(1), row.getLong(2), octets == null ? new byte[0] : octets));
            },
            Snapshot.octets(blob),
            from,
            to)
        .run(connection);
    return pieces;
  }

  @Override
  public int sweep(Instant finishedBefore) throws StoreException {
    int removed = 0;
    Swept swept;
    do {
      swept = database.transact(connection -> sweep(connection, finishedBefore));
      removed += swept.removed();
    } while (swept.looked() == SWEPT_AT_ONCE);
    long abandoned = world.now().minus(config.unfinishedLifetime()).toEpochMilli();
    database.transact(connection -> {
      new Script()
          .add("DELETE FROM blobs WHERE finished IS NULL AND begun < ?", abandoned)
          .run(connection);
      return true;
    });
    return removed;
  }

  private record Swept(int looked, int removed) {}

  private static Swept sweep(Connection connection, Instant finishedBefore) throws SQLException {
    List<byte[]> looked = new ArrayList<>();
    new Script()
        .add(
            "SELECT b.id FROM loose l JOIN blobs b ON b.id = l.blob"
                + " WHERE b.finished <= ? LIMIT ? FOR UPDATE OF b SKIP LOCKED",
            row -> looked.add(row.getBytes(1)),
            finishedBefore.toEpochMilli(),
            SWEPT_AT_ONCE)
        .run(connection);
    if (looked.isEmpty()) {
      return new Swept(0, 0);
    }
    // Now that nobody can refer to them, and seen anew: which of them does anything refer to?
    Script.Octets blobs = new Script.Octets(looked.toArray(byte[][]::new));
    List<byte[]> removed = new ArrayList<>();
    new Script()
        .add(
            "DELETE FROM blobs WHERE id = ANY(?)"
                + " AND NOT EXISTS (SELECT FROM refs WHERE refs.blob = blobs.id) RETURNING id",
            row -> removed.add(row.getBytes(1)),
            blobs)
        .add("DELETE FROM loose WHERE blob = ANY(?)", blobs)
        .run(connection);
    return new Swept(looked.size(), removed.size());
  }
}
