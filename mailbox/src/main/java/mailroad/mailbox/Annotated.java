package mailroad.mailbox;

/** What became of a change of annotations. */
public enum Annotated {
  /** All are as asked for. */
  DONE,
  /** A value is longer than {@link MailboxConfig#annotationOctetsMax}; nothing was changed. */
  TOO_LONG,
  /** There would be more than {@link MailboxConfig#annotationsMax}; nothing was changed. */
  TOO_MANY,
  /** The account has no room for it; nothing was changed. */
  OVER_QUOTA,
  /** It is not for this user to change; nothing was changed. */
  NO_RIGHT,
  /** What they are about is gone. */
  GONE
}
