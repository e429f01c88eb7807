package mailroad.imap.command;

import mailroad.imap.syntax.Input;
import mailroad.imap.syntax.Malformed;

/**
 * COMPRESS: RFC 4978 section 3.
 *
 * @param mechanism in upper case
 */
public record Compress(String mechanism) implements Command.AfterLogin {
  static Compress parse(Input input) throws Malformed {
    input.space();
    return new Compress(input.word());
  }
}
