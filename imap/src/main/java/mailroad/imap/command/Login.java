package mailroad.imap.command;

import mailroad.imap.syntax.Input;
import mailroad.imap.syntax.Malformed;

/** LOGIN: RFC 3501 section 6.2.3. The password never shows in logs. */
public record Login(String user, String password) implements Command.BeforeLogin {
  static Login parse(Input input) throws Malformed {
    input.space();
    String user = input.astringText();
    input.space();
    return new Login(user, input.astringText());
  }

  @Override
  public String toString() {
    return "Login[...]";
  }
}
