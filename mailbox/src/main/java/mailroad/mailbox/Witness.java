package mailroad.mailbox;

import java.util.List;

/**
 * Told of what users did with their messages, once it is done. Called by the task of the session, which waits for it: it
 * notes what it was told, and does its work elsewhere.
 */
public interface Witness {
  /** Does not care. */
  Witness NONE = new Witness() {};

  /**
   * Messages were copied or moved to another mailbox.
   *
   * @param pairs what stands where now
   */
  default void copied(Mailbox from, Mailbox to, List<Copied.Pair> pairs) {}

  /**
   * Flags were set, though some of the messages may have had them before.
   *
   * @param messages as they are now
   */
  default void flagged(Mailbox mailbox, FlagChange change, List<Message> messages) {}
}
