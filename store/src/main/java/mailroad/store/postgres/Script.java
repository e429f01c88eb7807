package mailroad.store.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Several statements that go to the database in one round trip, and what is done with their answers. */
final class Script {
  private final StringBuilder sql = new StringBuilder();
  private final List<Object> parameters = new ArrayList<>();
  private final List<RowReader> readers = new ArrayList<>();

  /** Takes one row. */
  @FunctionalInterface
  interface RowReader {
    void read(ResultSet row) throws SQLException;
  }

  /** An array of texts as a parameter. */
  record Texts(String[] values) {}

  /** An array of octets as a parameter. */
  record Octets(byte[][] values) {}

  /** An array of numbers as a parameter. */
  record Numbers(Long[] values) {}

  /** Adds a statement that gives no rows. */
  Script add(String statement, Object... values) {
    return add(statement, row -> {}, values);
  }

  /** Adds a statement, and who reads its rows. */
  Script add(String statement, RowReader reader, Object... values) {
    sql.append(sql.isEmpty() ? "" : "; ").append(statement);
    parameters.addAll(List.of(values));
    readers.add(reader);
    return this;
  }

  boolean isEmpty() {
    return readers.isEmpty();
  }

  /** Sends all, and reads all answers. Each statement sees what was committed before it began. */
  void run(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql.toString())) {
      for (int i = 0; i < parameters.size(); i++) {
        set(connection, statement, i + 1, parameters.get(i));
      }
      boolean rows = statement.execute();
      for (RowReader reader : readers) {
        if (rows) {
          try (ResultSet answer = statement.getResultSet()) {
            while (answer.next()) {
              reader.read(answer);
            }
          }
        }
        rows = statement.getMoreResults();
      }
    }
  }

  private static void set(
      Connection connection, PreparedStatement statement, int index, Object value)
      throws SQLException {
    switch (value) {
      case Texts(var texts) -> statement.setArray(index, connection.createArrayOf("text", texts));
      case Octets(var octets) ->
          statement.setArray(index, connection.createArrayOf("bytea", octets));
      case Numbers(var numbers) ->
          statement.setArray(index, connection.createArrayOf("bigint", numbers));
      case byte[] octets -> statement.setBytes(index, octets);
      case String text -> statement.setString(index, text);
      case Long number -> statement.setLong(index, number);
      case Integer number -> statement.setInt(index, number);
      default -> throw new IllegalArgumentException("no parameter: " + value.getClass());
    }
  }
}
