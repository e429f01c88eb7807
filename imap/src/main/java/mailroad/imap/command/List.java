package mailroad.imap.command;

import mailroad.imap.syntax.Input;
import mailroad.imap.syntax.Malformed;

/**
 * LIST: RFC 3501 section 6.3.8.
 *
 * @param reference what is put in front of the pattern
 * @param pattern as written; empty asks for the separator alone
 */
public record List(String reference, String pattern) implements Command.AfterLogin {
  static List parse(Input input) throws Malformed {
    input.space();
    String reference = input.astringText();
    input.space();
    return new List(reference, input.pattern());
  }
}
