package mailroad.store.postgres;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * How the store reaches PostgreSQL.
 *
 * @param url where the database is, as JDBC writes it: {@code jdbc:postgresql://host:port/database}
 * @param user who connects
 * @param password the user's password
 * @param schema the schema that holds the tables; made if it is not there
 * @param connectionsMax how many connections a node keeps at most
 * @param connectTimeout how long a task waits for a connection
 * @param answerTimeout how long the database may be silent before a connection counts as lost
 * @param attemptsMax how often a transaction is tried that failed because of others or of a lost connection
 * @param retryWait how long the first of these waits lasts; each lasts twice as long as the one before
 * @param pollInterval how often a node looks for changes of other nodes of which it was not told
 * @param chunkOctets content is kept in pieces of this size
 * @param unfinishedLifetime what a writer has not finished after this time is removed
 */
public record PostgresStoreConfig(
    String url,
    String user,
    String password,
    String schema,
    int connectionsMax,
    Duration connectTimeout,
    Duration answerTimeout,
    int attemptsMax,
    Duration retryWait,
    Duration pollInterval,
    int chunkOctets,
    Duration unfinishedLifetime) {
  private static final Pattern SCHEMA = Pattern.compile("[a-z_][a-z0-9_]{0,50}");

  /** A database on the same machine. */
  public static final PostgresStoreConfig DEFAULT =
      new PostgresStoreConfig(
          "jdbc:postgresql://127.0.0.1:5432/mailroad",
          "mailroad",
          "",
          "mailroad",
          16,
          Duration.ofSeconds(10),
          Duration.ofMinutes(1),
          10,
          Duration.ofMillis(10),
          Duration.ofSeconds(30),
          256 << 10,
          Duration.ofDays(1));

  /** Settings that fit together. */
  public PostgresStoreConfig {
    require(url.startsWith("jdbc:postgresql:"), "url must begin with jdbc:postgresql:");
    require(
        SCHEMA.matcher(schema).matches(),
        "schema must be up to 51 letters in lower case, digits and underscores");
    require(connectionsMax >= 2, "connections-max must be at least 2");
    require(connectTimeout.toMillis() >= 250, "connect-timeout must be at least 250 milliseconds");
    require(answerTimeout.toSeconds() >= 1, "answer-timeout must be at least 1 second");
    require(attemptsMax >= 1, "attempts-max must be at least 1");
    require(retryWait.isPositive(), "retry-wait must be longer than zero");
    require(pollInterval.toMillis() >= 100, "poll-interval must be at least 100 milliseconds");
    require(
        chunkOctets >= 1024 && chunkOctets <= 16 << 20,
        "chunk-octets must be between 1024 and 16777216");
    require(unfinishedLifetime.isPositive(), "unfinished-lifetime must be longer than zero");
  }

  /** The same, reached elsewhere. */
  public PostgresStoreConfig at(String otherUrl, String otherUser, String otherPassword) {
    return new PostgresStoreConfig(
        otherUrl,
        otherUser,
        otherPassword,
        schema,
        connectionsMax,
        connectTimeout,
        answerTimeout,
        attemptsMax,
        retryWait,
        pollInterval,
        chunkOctets,
        unfinishedLifetime);
  }

  /** The same in another schema. */
  public PostgresStoreConfig in(String otherSchema) {
    return new PostgresStoreConfig(
        url,
        user,
        password,
        otherSchema,
        connectionsMax,
        connectTimeout,
        answerTimeout,
        attemptsMax,
        retryWait,
        pollInterval,
        chunkOctets,
        unfinishedLifetime);
  }

  /** Without the password, so that it does not come into logs. */
  @Override
  public String toString() {
    return "PostgresStoreConfig[url=%s, user=%s, schema=%s]".formatted(url, user, schema);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
