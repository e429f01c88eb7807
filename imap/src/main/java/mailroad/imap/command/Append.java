package mailroad.imap.command;

import mailroad.imap.syntax.Input;
import mailroad.imap.syntax.Malformed;

/**
 * APPEND: RFC 3501 section 6.3.11, of one or more messages (RFC 3502 section 6.3.11). The messages themselves are not in
 * here: they follow on the wire, and go straight into the store.
 *
 * @param first what is said of them up to the first literal
 */
public record Append(MailboxArgument mailbox, Stretch first)
    implements Command.AfterLogin, BringsMessages {
  /** Reads all up to the mark of the first message's literal, or to the end of a command that has none. */
  static Append parse(Input input) throws Malformed {
    input.space();
    MailboxArgument mailbox = MailboxArgument.parse(input);
    return new Append(mailbox, MessageSyntax.MANY.read(input));
  }
}
