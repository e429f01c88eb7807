package mailroad.imap.command;

import mailroad.imap.syntax.Input;
import mailroad.imap.syntax.Malformed;

/** DELETEACL: RFC 4314 section 3.2. */
public record DeleteAcl(MailboxArgument mailbox, String identifier) implements Command.AfterLogin {
  static DeleteAcl parse(Input input) throws Malformed {
    input.space();
    MailboxArgument mailbox = MailboxArgument.parse(input);
    input.space();
    return new DeleteAcl(mailbox, input.astringText());
  }
}
