package mailroad.imap.command;

import mailroad.imap.syntax.Input;
import mailroad.imap.syntax.Malformed;
import mailroad.imap.syntax.SequenceSet;

/**
 * COPY and UID COPY: RFC 3501 section 6.4.7 and RFC 3501 section 6.4.8.
 *
 * @param uid whether the set names UIDs
 */
public record Copy(boolean uid, SequenceSet messages, MailboxArgument to)
    implements Command.WhileSelected {
  static Copy parse(Input input, boolean uid) throws Malformed {
    input.space();
    SequenceSet messages = SequenceSet.parse(input);
    input.space();
    return new Copy(uid, messages, MailboxArgument.parse(input));
  }

  @Override
  public boolean namesNumbers() {
    return !uid;
  }
}
