package mailroad.smtp;

import java.util.Optional;
import mailroad.kernel.EmailAddress;

/**
 * A forward-path with what was said about it at RCPT (RFC 5321 section 4.1.1.3, RFC 3461).
 *
 * @param address source route removed (RFC 5321 section 3.6.1)
 * @param notices when its sender wants to hear about it
 * @param original as first named by the sender, if that was said
 */
public record Recipient(
    EmailAddress address, Notify notices, Optional<OriginalRecipient> original) {
  /** A recipient about whom nothing further was said. */
  public static Recipient of(EmailAddress address) {
    return new Recipient(address, new Notify.Unsaid(), Optional.empty());
  }
}
