package mailroad.imap.command;

import mailroad.imap.syntax.Input;
import mailroad.imap.syntax.Malformed;

/** UNSUBSCRIBE: RFC 3501 section 6.3.7. */
public record Unsubscribe(MailboxArgument mailbox) implements Command.AfterLogin {
  static Unsubscribe parse(Input input) throws Malformed {
    input.space();
    return new Unsubscribe(MailboxArgument.parse(input));
  }
}
