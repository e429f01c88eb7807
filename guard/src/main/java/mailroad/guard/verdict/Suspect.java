package mailroad.guard.verdict;

import java.util.Optional;
import mailroad.mailauth.Authentication;
import mailroad.mime.Structure;
import mailroad.mta.gate.Arriving;

/**
 * A message that filters look at.
 *
 * @param arriving its client, envelope and content
 * @param direction which way it goes
 * @param authentication what vouches for it; empty for what begins its way here
 * @param structure its parts
 */
public record Suspect(
    Arriving arriving,
    Direction direction,
    Optional<Authentication> authentication,
    Structure structure) {
  /** Which way a message goes. */
  public enum Direction {
    /** From others to us. */
    INCOMING,
    /** From our users and machines. */
    SUBMITTED
  }
}
