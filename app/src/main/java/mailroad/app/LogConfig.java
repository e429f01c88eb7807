package mailroad.app;

import java.time.Duration;

/**
 * What is logged to standard error, and how.
 *
 * @param level least weight that is logged: {@code error}, {@code warn}, {@code info} or {@code debug}
 * @param format {@code text}, a line each, or {@code json}, an object each
 * @param gather how long a line of a server may wait for others, to be written together with them; warnings and
 *     errors never wait, and with {@code 0s} no line does
 */
public record LogConfig(Level level, Format format, Duration gather) {
  /** Weights of log lines. */
  public enum Level {
    ERROR,
    WARN,
    INFO,
    DEBUG
  }

  /** Shapes of log lines. */
  public enum Format {
    TEXT,
    JSON
  }

  /** As text, from info on. */
  public static final LogConfig DEFAULT =
      new LogConfig(Level.INFO, Format.TEXT, Duration.ofMillis(50));

  /** For a command that runs once: errors alone, as text. */
  public static final LogConfig QUIET = new LogConfig(Level.ERROR, Format.TEXT, Duration.ZERO);

  /** Settings that fit together. */
  public LogConfig {
    if (gather.isNegative()) {
      throw new IllegalArgumentException("gather must not be negative");
    }
  }
}
