package mailroad.mailbox;

import java.time.Instant;
import mailroad.kernel.EmailAddress;

/**
 * Somebody with mailboxes here.
 *
 * @param id never used again
 * @param address what to log in with, and where mail arrives; its case does not count
 * @param quotaOctets most octets that all messages may have together
 * @param quotaMessages most messages
 * @param enabled whether login is allowed; mail arrives in any case
 * @param created when
 * @param kind whose mailboxes these are
 */
public record Account(
    long id,
    EmailAddress address,
    long quotaOctets,
    long quotaMessages,
    boolean enabled,
    Instant created,
    Kind kind) {
  /** Whose the mailboxes of an account are. */
  public enum Kind {
    /** Somebody's own. */
    PERSONAL,
    /** Nobody's: others get at them by the rights that they are given; there is no login. */
    SHARED
  }

  /** Somebody's own account. */
  public Account(
      long id,
      EmailAddress address,
      long quotaOctets,
      long quotaMessages,
      boolean enabled,
      Instant created) {
    this(id, address, quotaOctets, quotaMessages, enabled, created, Kind.PERSONAL);
  }
}
