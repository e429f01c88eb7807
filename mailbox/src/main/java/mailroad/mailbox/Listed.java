package mailroad.mailbox;

import java.util.Optional;

/**
 * A name in the list of mailboxes.
 *
 * @param name the name
 * @param kind whether it can be opened
 * @param specialUse what it is for (RFC 6154)
 * @param subscribed whether it is subscribed to
 * @param hasChildren whether other names lie below it (RFC 3348)
 */
public record Listed(
    MailboxName name,
    Kind kind,
    Optional<SpecialUse> specialUse,
    boolean subscribed,
    boolean hasChildren) {
  /** Whether a name can be opened. */
  public enum Kind {
    /** A mailbox. */
    SELECTABLE,
    /** Only holds names below it: {@code \Noselect} (RFC 3501 section 7.2.2). */
    NOSELECT
  }
}
