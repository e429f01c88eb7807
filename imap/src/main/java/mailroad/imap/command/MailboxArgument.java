package mailroad.imap.command;

import java.util.Optional;
import mailroad.imap.syntax.Input;
import mailroad.imap.syntax.Malformed;
import mailroad.imap.syntax.ModifiedUtf7;
import mailroad.mailbox.MailboxName;

/**
 * A mailbox name as a client wrote it.
 *
 * @param text modified UTF-7, unless the client is wrong
 */
public record MailboxArgument(String text) {
  static MailboxArgument parse(Input input) throws Malformed {
    return new MailboxArgument(input.astringText());
  }

  /** The name; empty if no mailbox can have it. */
  public Optional<MailboxName> name() {
    return ModifiedUtf7.decode(text).flatMap(MailboxName::parse);
  }

  /** The name without the separator at its end, which CREATE may have (RFC 3501 section 6.3.3). */
  public Optional<MailboxName> nameToCreate() {
    boolean ends = text.length() > 1 && text.charAt(text.length() - 1) == MailboxName.SEPARATOR;
    return ends ? new MailboxArgument(text.substring(0, text.length() - 1)).name() : name();
  }
}
