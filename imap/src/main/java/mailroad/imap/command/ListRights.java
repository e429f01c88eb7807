package mailroad.imap.command;

import mailroad.imap.syntax.Input;
import mailroad.imap.syntax.Malformed;

/** LISTRIGHTS: which rights can somebody get? RFC 4314 section 3.4. */
public record ListRights(MailboxArgument mailbox, String identifier) implements Command.AfterLogin {
  static ListRights parse(Input input) throws Malformed {
    input.space();
    MailboxArgument mailbox = MailboxArgument.parse(input);
    input.space();
    return new ListRights(mailbox, input.astringText());
  }
}
