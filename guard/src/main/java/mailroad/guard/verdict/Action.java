package mailroad.guard.verdict;

import java.util.Locale;

/** What is done about a message, or about one recipient's copy of it; the severest last. */
public enum Action {
  /** It goes its way. */
  ACCEPT,
  /** It goes its way, and its header says what it is. */
  MARK,
  /** It goes into the mailbox for junk. */
  JUNK,
  /** It is kept out of every mailbox. */
  QUARANTINE,
  /** It is not taken. */
  REFUSE,
  /** It is taken and dropped. */
  DISCARD;

  /** In lower case. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
