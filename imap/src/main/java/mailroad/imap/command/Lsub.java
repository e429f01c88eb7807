package mailroad.imap.command;

import mailroad.imap.syntax.Input;
import mailroad.imap.syntax.Malformed;

/** LSUB: RFC 3501 section 6.3.9. See {@link List}. */
public record Lsub(String reference, String pattern) implements Command.AfterLogin {
  static Lsub parse(Input input) throws Malformed {
    List list = List.parse(input);
    return new Lsub(list.reference(), list.pattern());
  }
}
