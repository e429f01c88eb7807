package mailroad.imap.command;

import mailroad.imap.syntax.Input;
import mailroad.imap.syntax.Malformed;
import mailroad.imap.syntax.SequenceSet;
import mailroad.mailbox.FlagChange;
import mailroad.mailbox.Flags;

/**
 * STORE and UID STORE: RFC 3501 section 6.4.6 and RFC 3501 section 6.4.8.
 *
 * @param uid whether the set names UIDs
 * @param silent whether the client does not want to hear of its own changes
 */
public record Store(boolean uid, SequenceSet messages, FlagChange change, boolean silent)
    implements Command.WhileSelected {
  static Store parse(Input input, boolean uid) throws Malformed {
    input.space();
    SequenceSet messages = SequenceSet.parse(input);
    input.space();
    FlagChange.Kind kind =
        input.take('+')
            ? FlagChange.Kind.ADD
            : input.take('-') ? FlagChange.Kind.REMOVE : FlagChange.Kind.REPLACE;
    if (!input.take("FLAGS")) {
      throw new Malformed("FLAGS, +FLAGS or -FLAGS expected");
    }
    boolean silent = input.take(".SILENT");
    input.space();
    Flags flags = input.peek() == '(' ? FlagWords.parenthesised(input) : FlagWords.bare(input);
    return new Store(uid, messages, new FlagChange(kind, flags), silent);
  }
}
