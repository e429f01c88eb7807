package mailroad.imap.command;

import java.util.OptionalLong;
import mailroad.imap.syntax.Input;
import mailroad.imap.syntax.Malformed;
import mailroad.imap.syntax.SequenceSet;
import mailroad.mailbox.FlagChange;
import mailroad.mailbox.Flags;

/**
 * STORE and UID STORE: RFC 3501 section 6.4.6 and RFC 3501 section 6.4.8.
 *
 * @param uid whether the set names UIDs
 * @param unchangedSince messages with a higher modseq are left alone (RFC 7162 section 3.1.3)
 * @param silent whether the client does not want to hear of its own changes
 */
public record Store(
    boolean uid,
    SequenceSet messages,
    OptionalLong unchangedSince,
    FlagChange change,
    boolean silent)
    implements Command.WhileSelected {
  static Store parse(Input input, boolean uid) throws Malformed {
    input.space();
    SequenceSet messages = SequenceSet.parse(input);
    input.space();
    OptionalLong unchangedSince = unchangedSince(input);
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
    return new Store(uid, messages, unchangedSince, new FlagChange(kind, flags), silent);
  }

  private static OptionalLong unchangedSince(Input input) throws Malformed {
    if (!input.take('(')) {
      return OptionalLong.empty();
    }
    if (!input.word().equals("UNCHANGEDSINCE")) {
      throw new Malformed("UNCHANGEDSINCE is the only modifier that STORE knows");
    }
    input.space();
    long modseq = input.number63();
    input.need(')');
    input.space();
    return OptionalLong.of(modseq);
  }

  @Override
  public boolean namesNumbers() {
    return !uid;
  }
}
