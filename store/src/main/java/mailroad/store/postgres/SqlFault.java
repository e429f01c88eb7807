package mailroad.store.postgres;

import java.sql.SQLException;
import java.util.Set;
import mailroad.store.StoreException;
import mailroad.store.StoreFullException;

/** What to do about an error of PostgreSQL, by its SQLSTATE. */
enum SqlFault {
  /** The transaction did not happen because of another one: try again. */
  CONFLICT,
  /** The connection or the server went away. */
  LOST,
  /** There is no room. */
  FULL,
  /** Anything else: trying again does not help. */
  OTHER;

  private static final Set<String> CONFLICTS =
      Set.of(
          "40001", // serialization_failure
          "40P01", // deadlock_detected
          "23503"); // foreign_key_violation: a blob was swept while we were about to refer to it

  private static final Set<String> LOSSES =
      Set.of(
          "57P01", // admin_shutdown
          "57P02", // crash_shutdown
          "57P03", // cannot_connect_now
          "25006"); // read_only_sql_transaction: we talk to a standby, the primary has moved

  static SqlFault of(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    if (CONFLICTS.contains(state)) {
      return CONFLICT;
    }
    if (state.startsWith("08") || LOSSES.contains(state)) {
      return LOST;
    }
    return state.equals("53100") ? FULL : OTHER; // disk_full
  }

  static StoreException exception(String what, SQLException e) {
    String message = "%s: %s".formatted(what, e.getMessage());
    if (of(e) != FULL) {
      return new StoreException(message, e);
    }
    StoreFullException full = new StoreFullException(message);
    full.initCause(e);
    return full;
  }
}
