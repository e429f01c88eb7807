package mailroad.imap.command;

import mailroad.imap.syntax.Input;
import mailroad.imap.syntax.Malformed;

/** DELETE: RFC 3501 section 6.3.4. */
public record Delete(MailboxArgument mailbox) implements Command.AfterLogin {
  static Delete parse(Input input) throws Malformed {
    input.space();
    return new Delete(MailboxArgument.parse(input));
  }
}
