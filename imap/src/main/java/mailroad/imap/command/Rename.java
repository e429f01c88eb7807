package mailroad.imap.command;

import mailroad.imap.syntax.Input;
import mailroad.imap.syntax.Malformed;

/** RENAME: RFC 3501 section 6.3.5. */
public record Rename(MailboxArgument from, MailboxArgument to) implements Command.AfterLogin {
  static Rename parse(Input input) throws Malformed {
    input.space();
    MailboxArgument from = MailboxArgument.parse(input);
    input.space();
    return new Rename(from, MailboxArgument.parse(input));
  }
}
