package mailroad.imap.command;

import mailroad.imap.syntax.Input;
import mailroad.imap.syntax.Malformed;

/**
 * FETCH of what has changed since: RFC 7162 section 3.1.4.1.
 *
 * @param modseq messages with a higher one are asked for
 * @param vanished whether UIDs of those that are gone are asked for, too (RFC 7162 section 3.2.6)
 */
public record Since(long modseq, boolean vanished) {
  /** What follows CHANGEDSINCE. */
  static long modseq(Input input) throws Malformed {
    input.space();
    return input.number63();
  }
}
