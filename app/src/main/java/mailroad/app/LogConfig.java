package mailroad.app;

/**
 * What is logged to standard error, and how.
 *
 * @param level least weight that is logged: {@code error}, {@code warn}, {@code info} or {@code debug}
 * @param format {@code text}, a line each, or {@code json}, an object each
 */
public record LogConfig(Level level, Format format) {
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
  public static final LogConfig DEFAULT = new LogConfig(Level.INFO, Format.TEXT);
}
