package mailroad.store.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import mailroad.kernel.World;
import mailroad.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections and transactions. What failed because of another transaction, or because the connection was lost
 * before the commit, is tried again; a connection lost within the commit leaves it open whether it happened.
 */
final class Database implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Database.class);
  private static final Duration RETRY_WAIT_MAX = Duration.ofSeconds(2);

  private final World world;
  private final PostgresStoreConfig config;
  private final HikariDataSource pool;

  /** Something done with a connection. */
  @FunctionalInterface
  interface Work<T> {
    T with(Connection connection) throws SQLException, StoreException;
  }

  Database(World world, PostgresStoreConfig config) throws StoreException {
    this.world = world;
    this.config = config;
    try {
      this.pool = new HikariDataSource(pool(config));
    } catch (HikariPool.PoolInitializationException e) {
      throw new StoreException("cannot reach %s: %s".formatted(config.url(), e.getMessage()), e);
    }
  }

  private static HikariConfig pool(PostgresStoreConfig config) {
    HikariConfig pool = new HikariConfig();
    pool.setPoolName("store " + config.schema());
    pool.setJdbcUrl(config.url());
    pool.setUsername(config.user());
    pool.setPassword(config.password());
    pool.setDataSourceProperties(properties(config));
    pool.setMaximumPoolSize(config.connectionsMax());
    pool.setMinimumIdle(1);
    pool.setConnectionTimeout(config.connectTimeout().toMillis());
    pool.setInitializationFailTimeout(config.connectTimeout().toMillis());
    return pool;
  }

  private static Properties properties(PostgresStoreConfig config) {
    Properties properties = new Properties();
    properties.setProperty("ApplicationName", "mailroad");
    properties.setProperty("currentSchema", config.schema());
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("socketTimeout", String.valueOf(config.answerTimeout().toSeconds()));
    return properties;
  }

  /** A connection beside the pool, for one who listens. */
  Connection connect() throws SQLException {
    Properties properties = properties(config);
    properties.setProperty("user", config.user());
    properties.setProperty("password", config.password());
    return DriverManager.getConnection(config.url(), properties);
  }

  /** Reads in one statement, which is a transaction by itself. */
  <T> T read(Work<T> work) throws StoreException {
    return persistently(() -> {
      try (Connection connection = pool.getConnection()) {
        return work.with(connection);
      }
    });
  }

  /** Does something in a transaction. */
  <T> T transact(Work<T> work) throws StoreException {
    return persistently(() -> once(work));
  }

  private <T> T once(Work<T> work) throws SQLException, StoreException {
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false); // the pool sets it back
      boolean done = false;
      T result;
      try {
        result = work.with(connection);
        done = true;
      } finally {
        if (!done) {
          rollBack(connection);
        }
      }
      commit(connection);
      return result;
    }
  }

  private static void commit(Connection connection) throws SQLException, StoreException {
    try {
      connection.commit();
    } catch (SQLException e) {
      if (SqlFault.of(e) == SqlFault.CONFLICT || SqlFault.of(e) == SqlFault.FULL) {
        throw e;
      }
      throw new StoreException("not known whether the commit happened: " + e.getMessage(), e);
    }
  }

  private static void rollBack(Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      LOG.debug(
          "rollback=failed reason=\"{}\"", e.getMessage()); // a lost connection rolls back too
    }
  }

  private interface Attempt<T> {
    T run() throws SQLException, StoreException;
  }

  private <T> T persistently(Attempt<T> attempt) throws StoreException {
    Duration wait = config.retryWait();
    for (int attempts = 1; ; attempts++) {
      try {
        return attempt.run();
      } catch (SQLException e) {
        SqlFault fault = SqlFault.of(e);
        boolean again = fault == SqlFault.CONFLICT || fault == SqlFault.LOST;
        if (pool.isClosed()) {
          throw new StoreException("the store is closed", e);
        }
        if (!again || attempts == config.attemptsMax()) {
          throw SqlFault.exception("the database failed", e);
        }
        LOG.debug("transaction=again attempt={} reason=\"{}\"", attempts, e.getMessage());
      }
      rest(wait);
      wait =
          wait.multipliedBy(2).compareTo(RETRY_WAIT_MAX) < 0
              ? wait.multipliedBy(2)
              : RETRY_WAIT_MAX;
    }
  }

  /** Rests for half the time to all of it, so that two who met do not meet again. */
  private void rest(Duration wait) throws StoreException {
    try {
      world.sleep(
          Duration.ofNanos(world.random().nextLong(wait.toNanos() / 2, wait.toNanos() + 1)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("the task was cancelled between two attempts", e);
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
