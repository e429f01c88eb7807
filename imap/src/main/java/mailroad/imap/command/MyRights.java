package mailroad.imap.command;

import mailroad.imap.syntax.Input;
import mailroad.imap.syntax.Malformed;

/** MYRIGHTS: what may I do? RFC 4314 section 3.5. */
public record MyRights(MailboxArgument mailbox) implements Command.AfterLogin {
  static MyRights parse(Input input) throws Malformed {
    input.space();
    return new MyRights(MailboxArgument.parse(input));
  }
}
