package mailroad.imap.command;

import mailroad.imap.syntax.Input;
import mailroad.imap.syntax.Malformed;

/** GETQUOTAROOT: what bounds a mailbox? RFC 9208 section 4.1.2. */
public record GetQuotaRoot(MailboxArgument mailbox) implements Command.AfterLogin {
  static GetQuotaRoot parse(Input input) throws Malformed {
    input.space();
    return new GetQuotaRoot(MailboxArgument.parse(input));
  }
}
