package mailroad.imap.command;

import java.util.ArrayList;
import mailroad.imap.syntax.Input;
import mailroad.imap.syntax.Malformed;

/**
 * ENABLE: RFC 5161 section 3.1.
 *
 * @param extensions in upper case, at least one
 */
public record Enable(java.util.List<String> extensions) implements Command.AfterLogin {
  /** The list does not change. */
  public Enable {
    extensions = java.util.List.copyOf(extensions);
  }

  static Enable parse(Input input) throws Malformed {
    java.util.List<String> extensions = new ArrayList<>();
    do {
      input.space();
      extensions.add(input.word());
    } while (!input.atEnd());
    return new Enable(extensions);
  }
}
