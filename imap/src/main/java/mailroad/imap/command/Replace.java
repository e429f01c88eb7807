package mailroad.imap.command;

import mailroad.imap.syntax.Input;
import mailroad.imap.syntax.Malformed;
import mailroad.imap.syntax.SequenceSet;

/**
 * REPLACE and UID REPLACE: RFC 8508 section 3.
 *
 * @param uid whether the number is a UID
 * @param old the message that goes: one number
 * @param mailbox where the new one comes to stand
 * @param first what is said of it up to its first literal
 */
public record Replace(boolean uid, SequenceSet old, MailboxArgument mailbox, Stretch first)
    implements Command.WhileSelected, BringsMessages {
  static Replace parse(Input input, boolean uid) throws Malformed {
    input.space();
    SequenceSet old = one(input);
    input.space();
    MailboxArgument mailbox = MailboxArgument.parse(input);
    return new Replace(uid, old, mailbox, MessageSyntax.ONE.read(input));
  }

  private static SequenceSet one(Input input) throws Malformed {
    SequenceSet old = SequenceSet.parse(input);
    SequenceSet.Range range = old.ranges().getFirst();
    if (old.ranges().size() != 1 || range.from() != range.to()) {
      throw new Malformed("REPLACE takes one message");
    }
    return old;
  }

  @Override
  public boolean namesNumbers() {
    return !uid;
  }
}
