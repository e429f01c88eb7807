package mailroad.store.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import mailroad.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tables: made when the store is first opened, brought up to date when it is opened by a later version. */
final class Schema {
  private static final Logger LOG = LoggerFactory.getLogger(Schema.class);

  /** There is a resource {@code schema-n.sql} for each format from 1 to this, which leads there. */
  private static final int FORMAT_NOW = 2;

  private Schema() {}

  /** Makes the schema what this version needs; two nodes that start at once do it one after the other. */
  static void prepare(Connection connection, String schema) throws SQLException, StoreException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "SELECT pg_advisory_xact_lock(%d)".formatted(Locks.number("schema", schema)));
      statement.execute("CREATE SCHEMA IF NOT EXISTS " + schema);
      statement.execute("CREATE TABLE IF NOT EXISTS format (number int NOT NULL)");
      int format = number(statement, "SELECT coalesce(max(number), 0) FROM format");
      if (format > FORMAT_NOW) {
        throw new StoreException(
            "schema %s has format %d; this version knows up to %d"
                .formatted(schema, format, FORMAT_NOW));
      }
      for (int next = format + 1; next <= FORMAT_NOW; next++) {
        statement.execute(script(next));
        statement.execute("DELETE FROM format");
        statement.execute("INSERT INTO format VALUES (%d)".formatted(next));
        LOG.info("schema={} format={}", schema, next);
      }
      warnUnlessDurable(statement);
    }
  }

  private static void warnUnlessDurable(Statement statement) throws SQLException {
    for (String setting : new String[] {"fsync", "synchronous_commit", "full_page_writes"}) {
      try (ResultSet row = statement.executeQuery("SHOW " + setting)) {
        if (row.next() && row.getString(1).equals("off")) {
          LOG.warn("{}=off: a crash of the database may lose accepted mail", setting);
        }
      }
    }
  }

  private static int number(Statement statement, String query) throws SQLException {
    try (ResultSet row = statement.executeQuery(query)) {
      return row.next() ? row.getInt(1) : 0;
    }
  }

  private static String script(int format) throws StoreException {
    String name = "schema-%d.sql".formatted(format);
    try (InputStream in = Schema.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new StoreException("cannot read " + name, e);
    }
  }
}
