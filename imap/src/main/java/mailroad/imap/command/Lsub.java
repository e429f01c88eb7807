package mailroad.imap.command;

import mailroad.imap.syntax.Input;
import mailroad.imap.syntax.Malformed;

/**
 * LSUB: RFC 3501 section 6.3.9.
 *
 * @param reference what is put in front of the pattern
 * @param pattern as written
 */
public record Lsub(String reference, String pattern) implements Command.AfterLogin {
  static Lsub parse(Input input) throws Malformed {
    input.space();
    String reference = input.astringText();
    input.space();
    return new Lsub(reference, input.pattern());
  }
}
