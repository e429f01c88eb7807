package mailroad.imap.command;

import java.time.Instant;
import java.util.Optional;
import mailroad.imap.syntax.Dates;
import mailroad.imap.syntax.Input;
import mailroad.imap.syntax.LiteralMark;
import mailroad.imap.syntax.Malformed;
import mailroad.mailbox.Flags;

/**
 * APPEND: RFC 3501 section 6.3.11. The message itself is not in here: it follows on the wire, and goes straight into the
 * store.
 *
 * @param date the message's date in the mailbox; empty for the present
 * @param message announces the message
 */
public record Append(
    MailboxArgument mailbox, Flags flags, Optional<Instant> date, LiteralMark message)
    implements Command.AfterLogin {
  /** Reads all up to the mark of the message's literal, which must be the last. */
  static Append parse(Input input) throws Malformed {
    input.space();
    MailboxArgument mailbox = MailboxArgument.parse(input);
    input.space();
    Flags flags = Flags.NONE;
    if (input.peek() == '(') {
      flags = FlagWords.parenthesised(input);
      input.space();
    }
    Optional<Instant> date = Optional.empty();
    if (input.peek() == '"') {
      date = Optional.of(Dates.dateTime(input));
      input.space();
    }
    return new Append(mailbox, flags, date, input.literalMark());
  }
}
