package mailroad.search;

import java.time.Instant;

/**
 * Messages that the index does not have yet, and what they wait for. What a search misses does not wait.
 *
 * @param messages how many they are, at most; 0 where that is not known yet
 * @param mailboxes in how many mailboxes
 * @param until when that is over at the latest; {@link Instant#MAX} where there is no such moment
 */
public record Waiting(Reason reason, long messages, int mailboxes, Instant until) {
  /** What is waited for. */
  public enum Reason {
    /** It is short after a start: the mailboxes were not looked through yet. */
    START,
    /** Mail still comes into these mailboxes. */
    ARRIVING,
    /** Much comes into all mailboxes together. */
    BUSY,
    /** Nothing: the index is as large as it may be. */
    FULL
  }
}
