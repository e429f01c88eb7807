package mailroad.imap.command;

import java.util.ArrayList;
import mailroad.imap.syntax.Input;
import mailroad.imap.syntax.Malformed;

/**
 * CREATE: RFC 3501 section 6.3.3.
 *
 * @param uses what the mailbox is for, such as {@code \Sent} (RFC 6154 section 3); none in most cases
 */
public record Create(MailboxArgument mailbox, java.util.List<String> uses)
    implements Command.AfterLogin {
  /** The list does not change. */
  public Create {
    uses = java.util.List.copyOf(uses);
  }

  static Create parse(Input input) throws Malformed {
    input.space();
    MailboxArgument mailbox = MailboxArgument.parse(input);
    java.util.List<String> uses = new ArrayList<>();
    if (input.take(" (")) {
      if (!input.take("USE (")) {
        throw new Malformed("USE is the only parameter that CREATE knows");
      }
      do {
        input.need('\\');
        uses.add("\\" + input.atom());
      } while (input.take(' '));
      input.need(')');
      input.need(')');
    }
    return new Create(mailbox, uses);
  }
}
