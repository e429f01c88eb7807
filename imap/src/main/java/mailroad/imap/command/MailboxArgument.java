package mailroad.imap.command;

import java.util.Optional;
import mailroad.imap.syntax.Input;
import mailroad.imap.syntax.Malformed;
import mailroad.imap.syntax.NameForm;
import mailroad.mailbox.MailboxName;

/**
 * A mailbox name as a client wrote it.
 *
 * @param text the name in this form, unless the client is wrong
 * @param form how it is written
 */
public record MailboxArgument(String text, NameForm form) {
  /** A name in modified UTF-7. */
  public MailboxArgument(String text) {
    this(text, NameForm.MODIFIED_UTF_7);
  }

  static MailboxArgument parse(Input input) throws Malformed {
    return new MailboxArgument(input.astringText(), input.names());
  }

  /** The name; empty if no mailbox can have it. */
  public Optional<MailboxName> name() {
    return form.decode(text).flatMap(MailboxName::parse);
  }

  /** The name without the separator at its end, which CREATE may have (RFC 3501 section 6.3.3). */
  public Optional<MailboxName> nameToCreate() {
    boolean ends = text.length() > 1 && text.charAt(text.length() - 1) == MailboxName.SEPARATOR;
    return ends ? new MailboxArgument(text.substring(0, text.length() - 1), form).name() : name();
  }

  @Override
  public String toString() {
    return "MailboxArgument[text=" + text + "]";
  }
}
