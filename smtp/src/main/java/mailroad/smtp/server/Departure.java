package mailroad.smtp.server;

/**
 * What a session came to.
 *
 * @param messages how many were taken over
 * @param rejections how many senders, recipients and messages were refused
 * @param loginFailures how many logins failed
 */
public record Departure(Manner manner, int messages, int rejections, int loginFailures) {
  /** How a session ended. */
  public enum Manner {
    /** In order: by QUIT, or by our last word. */
    DONE,
    /** The client closed the connection. */
    LEFT,
    /** This side ends, or had no room. */
    DISMISSED,
    /** By silence. */
    TIMEOUT,
    /** TLS could not be agreed upon. */
    TLS_FAILED,
    /** The connection broke. */
    BROKEN,
    /** By a fault of ours. */
    FAILED
  }
}
