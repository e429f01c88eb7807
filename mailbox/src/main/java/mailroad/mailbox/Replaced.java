package mailroad.mailbox;

/** What became of replacing a message by another. */
public sealed interface Replaced {
  /**
   * The new message is there, and the old one gone.
   *
   * @param uidValidity of the mailbox that has the new message
   * @param uid of the new message
   */
  record Done(long uidValidity, long uid) implements Replaced {}

  /** The account has no room for it; nothing was changed. */
  record OverQuota() implements Replaced {}

  /** A mailbox was deleted meanwhile; nothing was changed. */
  record Gone() implements Replaced {}

  /** The old message is no longer there; nothing was changed. */
  record NoSuchMessage() implements Replaced {}
}
