package mailroad.mda;

import java.util.List;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Why;
import mailroad.mailbox.Account;
import mailroad.mailbox.MailboxName;

/** What becomes of a recipient here. */
public sealed interface Resolution {
  /** Why that is so. */
  Why why();

  /**
   * Somebody here gets it.
   *
   * @param account who
   * @param recipient the address as it stood in the envelope
   * @param mailbox into which mailbox
   */
  record ToAccount(Account account, EmailAddress recipient, MailboxName mailbox, Why why)
      implements Resolution {}

  /** Others get it in its place, here or elsewhere; each is to be routed for itself. */
  record Forward(List<EmailAddress> to, Why why) implements Resolution {
    /** The record's lists do not change. */
    public Forward {
      to = List.copyOf(to);
    }
  }

  /** Nobody here has this address: 5.1.1. */
  record Unknown(Why why) implements Resolution {}

  /**
   * Somebody here has it, but no room for a message of this size: 4.2.2 or 5.2.2.
   *
   * @param to where it would go
   */
  record Full(ToAccount to, Why why) implements Resolution {}

  /** The domain is not local. */
  record NotLocal(Why why) implements Resolution {}
}
