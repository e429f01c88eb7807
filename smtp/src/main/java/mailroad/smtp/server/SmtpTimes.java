package mailroad.smtp.server;

import java.time.Duration;

/**
 * How long a session waits.
 *
 * @param greetingDelay how long to wait before the greeting for clients that cannot; zero greets at once
 * @param commandTimeout how long a command line may take to come (RFC 5321 section 4.5.3.2.7)
 * @param blockTimeout longest silence while content comes
 * @param contentTimeout longest time that one message's content may take, however it drips
 * @param transactionTimeMax longest time from MAIL to the command that brings the content
 * @param sessionTimeMax longest time after which a session still takes commands
 * @param tlsTimeout how long a TLS handshake after STARTTLS may take
 * @param crowdedTimeout longest silence while the port is crowded ({@code connections.crowded-percent}), as that of
 *     clients that only fill it; zero for as long as at other times
 * @param loginFailureDelay how long a failed login waits for its answer
 */
public record SmtpTimes(
    Duration greetingDelay,
    Duration commandTimeout,
    Duration blockTimeout,
    Duration contentTimeout,
    Duration transactionTimeMax,
    Duration sessionTimeMax,
    Duration tlsTimeout,
    Duration crowdedTimeout,
    Duration loginFailureDelay) {
  /** For a server on the internet. */
  public static final SmtpTimes DEFAULT =
      new SmtpTimes(
          Duration.ZERO,
          Duration.ofMinutes(5),
          Duration.ofMinutes(5),
          Duration.ofHours(1),
          Duration.ofMinutes(30),
          Duration.ofHours(6),
          Duration.ofSeconds(30),
          Duration.ofSeconds(10),
          Duration.ofSeconds(1));

  /** Times that make sense. */
  public SmtpTimes {
    require(!greetingDelay.isNegative(), "greeting-delay must not be negative");
    requirePositive(commandTimeout, "command-timeout");
    requirePositive(blockTimeout, "block-timeout");
    requirePositive(contentTimeout, "content-timeout");
    requirePositive(transactionTimeMax, "transaction-time-max");
    requirePositive(sessionTimeMax, "session-time-max");
    requirePositive(tlsTimeout, "tls-timeout");
    require(!crowdedTimeout.isNegative(), "crowded-timeout must not be negative");
    require(!loginFailureDelay.isNegative(), "login-failure-delay must not be negative");
  }

  private static void requirePositive(Duration time, String key) {
    require(time.isPositive(), key + " must be longer than zero");
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }
}
