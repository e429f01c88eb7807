package mailroad.imap.command;

import java.util.Optional;
import mailroad.imap.syntax.Input;
import mailroad.imap.syntax.Malformed;
import mailroad.mailbox.Rights;

/**
 * SETACL: RFC 4314 section 3.1.
 *
 * @param identifier about whom, with {@code -} in front for rights that are taken away
 * @param change what is done with the rights that are there
 */
public record SetAcl(MailboxArgument mailbox, String identifier, Change change, Rights rights)
    implements Command.AfterLogin {
  /** What is done with the rights that are there. */
  public enum Change {
    REPLACE,
    ADD,
    REMOVE
  }

  static SetAcl parse(Input input) throws Malformed {
    input.space();
    MailboxArgument mailbox = MailboxArgument.parse(input);
    input.space();
    String identifier = input.astringText();
    input.space();
    String letters = input.astringText();
    Change change =
        switch (letters.isEmpty() ? ' ' : letters.charAt(0)) {
          case '+' -> Change.ADD;
          case '-' -> Change.REMOVE;
          default -> Change.REPLACE;
        };
    Optional<Rights> rights = Rights.parse(letters.substring(change == Change.REPLACE ? 0 : 1));
    return new SetAcl(
        mailbox, identifier, change, rights.orElseThrow(() -> new Malformed("unknown right")));
  }

  /** The rights that somebody has after it, who had these. */
  public Rights applyTo(Rights before) {
    return switch (change) {
      case REPLACE -> rights;
      case ADD -> before.with(rights);
      case REMOVE -> before.without(rights);
    };
  }
}
