package mailroad.imap.command;

import mailroad.imap.syntax.Input;
import mailroad.imap.syntax.Malformed;
import mailroad.imap.syntax.SequenceSet;

/**
 * MOVE and UID MOVE: RFC 6851 section 3.
 *
 * @param uid whether the set names UIDs
 */
public record Move(boolean uid, SequenceSet messages, MailboxArgument to)
    implements Command.WhileSelected {
  static Move parse(Input input, boolean uid) throws Malformed {
    Copy copy = Copy.parse(input, uid);
    return new Move(uid, copy.messages(), copy.to());
  }

  @Override
  public boolean namesNumbers() {
    return !uid;
  }
}
