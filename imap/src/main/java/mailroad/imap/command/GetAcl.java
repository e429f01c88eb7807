package mailroad.imap.command;

import mailroad.imap.syntax.Input;
import mailroad.imap.syntax.Malformed;

/** GETACL: who may do what? RFC 4314 section 3.3. */
public record GetAcl(MailboxArgument mailbox) implements Command.AfterLogin {
  static GetAcl parse(Input input) throws Malformed {
    input.space();
    return new GetAcl(MailboxArgument.parse(input));
  }
}
