package mailroad.smtp;

import java.util.Map;
import java.util.Optional;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Reply;

/**
 * RCPT: RFC 5321 section 4.1.1.3.
 *
 * @param address source route removed; empty for {@code <postmaster>}, the one recipient that needs no
 *     domain (RFC 5321 section 4.5.1)
 * @param notices NOTIFY (RFC 3461 section 4.1)
 * @param original ORCPT (RFC 3461 section 4.2)
 * @param utf8 whether the address only goes with SMTPUTF8 (RFC 6531)
 */
public record RcptTo(
    Optional<EmailAddress> address,
    Notify notices,
    Optional<OriginalRecipient> original,
    boolean utf8)
    implements Command {
  private static final Reply SYNTAX =
      new Reply(501, "5.5.4", "Syntax: RCPT TO:<address> [parameters]");
  private static final Reply BAD_ADDRESS = new Reply(553, "5.1.3", "Bad recipient address");

  static Command parse(String argument) {
    Optional<PathArgument> read = PathArgument.parse("TO:", argument);
    if (read.isEmpty()) {
      return new Malformed(SYNTAX);
    }
    String mailbox = read.get().mailbox();
    Optional<EmailAddress> address = EmailAddress.parse(mailbox);
    if (address.isEmpty() && !mailbox.equalsIgnoreCase("postmaster")) {
      return new Malformed(BAD_ADDRESS);
    }
    Notify notices = new Notify.Unsaid();
    Optional<OriginalRecipient> original = Optional.empty();
    for (Map.Entry<String, String> given : read.get().parameters().entrySet()) {
      switch (given.getKey()) {
        case "NOTIFY" -> {
          Optional<Notify> said = Notify.parse(given.getValue());
          if (said.isEmpty() || given.getValue().isEmpty()) {
            return new Malformed(Replies.BAD_PARAMETER);
          }
          notices = said.get();
        }
        case "ORCPT" -> {
          original = OriginalRecipient.parse(given.getValue());
          if (original.isEmpty()) {
            return new Malformed(Replies.BAD_PARAMETER);
          }
        }
        default -> {
          return new Malformed(Replies.UNKNOWN_PARAMETER);
        }
      }
    }
    return new RcptTo(address, notices, original, read.get().beyondAscii());
  }

  /** The recipient meant, on a server of that name. */
  public Recipient on(Domain hostname) {
    return new Recipient(
        address.orElseGet(() -> new EmailAddress("postmaster", hostname)), notices, original);
  }
}
