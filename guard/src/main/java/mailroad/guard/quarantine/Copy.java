package mailroad.guard.quarantine;

import mailroad.kernel.EmailAddress;
import mailroad.smtp.Recipient;

/**
 * A recipient's copy that is kept.
 *
 * @param owner whose mailbox it would go into; the recipient's own address where that is not known
 */
public record Copy(Recipient recipient, EmailAddress owner) {
  /** As the envelope has it. */
  public EmailAddress address() {
    return recipient.address();
  }
}
