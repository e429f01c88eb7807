package mailroad.imap.command;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import mailroad.imap.syntax.Input;
import mailroad.imap.syntax.Malformed;
import mailroad.mailbox.Annotation;

/**
 * SETMETADATA: RFC 5464 section 4.3.
 *
 * @param mailbox the empty name for the server itself
 * @param changes new values; those without one go
 */
public record SetMetadata(MailboxArgument mailbox, Map<Annotation, Optional<byte[]>> changes)
    implements Command.AfterLogin {
  private static final int CHANGES_MAX = 100;

  /** The map does not change. */
  public SetMetadata {
    changes = Map.copyOf(changes);
  }

  static SetMetadata parse(Input input) throws Malformed {
    input.space();
    MailboxArgument mailbox = MailboxArgument.parse(input);
    input.space();
    Map<Annotation, Optional<byte[]>> changes = new LinkedHashMap<>();
    input.need('(');
    do {
      Annotation entry = GetMetadata.entry(input);
      input.space();
      changes.put(entry, input.peek() == '~' ? Optional.of(input.literal8()) : input.nstring());
      if (changes.size() > CHANGES_MAX) {
        throw new Malformed("more than " + CHANGES_MAX + " entries");
      }
    } while (input.take(' '));
    input.need(')');
    return new SetMetadata(mailbox, changes);
  }
}
