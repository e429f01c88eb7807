package mailroad.guard.deceit;

import mailroad.kernel.Domain;

/**
 * That one name looks like another.
 *
 * @param original whose name it looks like
 * @param how in what way
 */
record Resemblance(Domain original, How how) {
  /** In what way a name looks like another. */
  enum How {
    /** Other letters or digits that look the same. */
    SAME_LOOK(true, "looks like"),
    /** The whole of the other, in front of a domain of somebody else. */
    IN_FRONT(true, "begins like"),
    /** A letter more, less, other, or two that changed places. */
    ONE_OFF(false, "is one letter off"),
    /** The other's name as one word of several. */
    WITHIN(false, "has in it the name of"),
    /** The same name under another ending. */
    OTHER_ENDING(false, "is called as");

    private final boolean strong;
    private final String text;

    How(boolean strong, String text) {
      this.strong = strong;
      this.text = text;
    }
  }

  /** Whether that is hardly ever by chance. */
  boolean strong() {
    return how.strong;
  }

  /** In words, to follow the name. */
  String text() {
    return how.text + " " + original;
  }
}
