package mailroad.guard.verdict;

import java.util.List;
import mailroad.kernel.EmailAddress;

/** Looks at messages. Any number of tasks may ask at once; may block, for as long as its time limit lets it. */
public interface Filter {
  /** Its name, lower-case with hyphens, such as {@code clamd}. */
  String name();

  /** Whether it looks at messages like this one at all. */
  default boolean looksAt(Suspect suspect) {
    return suspect.direction() == Suspect.Direction.INCOMING;
  }

  /** Whether it asks somebody else, and so is asked beside the others rather than in turn. */
  default boolean asksOthers() {
    return false;
  }

  /**
   * Looks at a message once more for one of its recipients; what is found counts for this one alone.
   *
   * @param recipient as in the envelope
   * @throws FilterException if it cannot say anything now
   */
  default List<Evidence> look(Suspect suspect, EmailAddress recipient)
      throws FilterException, InterruptedException {
    return List.of();
  }

  /**
   * Looks at a message.
   *
   * @throws FilterException if it cannot say anything now
   */
  Opinion look(Suspect suspect) throws FilterException, InterruptedException;
}
