package mailroad.guard.verdict;

/** Looks at messages. Any number of tasks may ask at once; may block, for as long as its time limit lets it. */
public interface Filter {
  /** Its name, lower-case with hyphens, such as {@code clamd}. */
  String name();

  /** Whether it looks at messages like this one at all. */
  default boolean looksAt(Suspect suspect) {
    return suspect.direction() == Suspect.Direction.INCOMING;
  }

  /**
   * Looks at a message.
   *
   * @throws FilterException if it cannot say anything now
   */
  Opinion look(Suspect suspect) throws FilterException, InterruptedException;
}
