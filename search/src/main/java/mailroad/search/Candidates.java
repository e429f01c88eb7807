package mailroad.search;

import mailroad.mailbox.UidSet;

/**
 * Which messages of a mailbox can have a text.
 *
 * @param covered those that the index has
 * @param maybe those among them that can have it
 */
public record Candidates(UidSet covered, UidSet maybe) {
  /** Nothing is known. */
  public static final Candidates UNKNOWN = new Candidates(UidSet.NONE, UidSet.NONE);

  /** Whether a message does not have the text for sure. */
  public boolean exclude(long uid) {
    return covered.contains(uid) && !maybe.contains(uid);
  }
}
