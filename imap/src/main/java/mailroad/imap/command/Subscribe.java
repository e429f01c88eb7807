package mailroad.imap.command;

import mailroad.imap.syntax.Input;
import mailroad.imap.syntax.Malformed;

/** SUBSCRIBE: RFC 3501 section 6.3.6. */
public record Subscribe(MailboxArgument mailbox) implements Command.AfterLogin {
  static Subscribe parse(Input input) throws Malformed {
    input.space();
    return new Subscribe(MailboxArgument.parse(input));
  }
}
