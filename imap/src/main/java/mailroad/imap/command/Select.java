package mailroad.imap.command;

import mailroad.imap.syntax.Input;
import mailroad.imap.syntax.Malformed;

/**
 * SELECT and EXAMINE: RFC 3501 section 6.3.1 and RFC 3501 section 6.3.2.
 *
 * @param readOnly whether it is EXAMINE
 */
public record Select(MailboxArgument mailbox, boolean readOnly) implements Command.AfterLogin {
  static Select parse(Input input, boolean readOnly) throws Malformed {
    input.space();
    return new Select(MailboxArgument.parse(input), readOnly);
  }

  @Override
  public String name() {
    return readOnly ? "EXAMINE" : "SELECT";
  }
}
