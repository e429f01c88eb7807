package mailroad.imap.command;

import java.util.Optional;
import mailroad.imap.syntax.Input;
import mailroad.imap.syntax.Malformed;
import mailroad.imap.syntax.SequenceSet;

/**
 * EXPUNGE (RFC 3501 section 6.4.3) and UID EXPUNGE (RFC 4315 section 2.1).
 *
 * @param uids the messages that may go; empty for all
 */
public record Expunge(Optional<SequenceSet> uids) implements Command.WhileSelected {
  static Expunge ofUids(Input input) throws Malformed {
    input.space();
    return new Expunge(Optional.of(SequenceSet.parse(input)));
  }
}
