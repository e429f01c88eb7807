package mailroad.lab.sim;

import java.time.Instant;

/**
 * A task that ended in an exception.
 *
 * @param machine whose task it was
 * @param task its name
 * @param at when, in virtual time
 * @param cause what it ended in
 */
public record TaskFailure(String machine, String task, Instant at, Throwable cause) {
  /** Whether this is a bug rather than trouble with a machine or a peer. */
  public boolean isBug() {
    return cause instanceof RuntimeException || cause instanceof Error;
  }
}
