package mailroad.imap.session;

import java.util.Optional;
import mailroad.imap.command.MailboxArgument;
import mailroad.mailbox.Mailbox;
import mailroad.mailbox.MailboxName;
import mailroad.mailbox.Mailboxes;
import mailroad.mailbox.Right;
import mailroad.mailbox.Rights;
import mailroad.store.StoreException;

/**
 * Says why something may not be done with a mailbox of others (RFC 4314 section 4). That it is not done is the mailbox's own
 * care: {@link Mailbox#rights}.
 */
final class Permission {
  private Permission() {}

  /** Why not, if one of these rights is wanting. Of mailboxes that are not there or one's own nothing is said. */
  static Optional<Completion> refusal(
      Mailboxes mailboxes, MailboxArgument argument, Right... needed) throws StoreException {
    Optional<MailboxName> name = argument.name().filter(MailboxName::isForeign);
    Optional<Mailbox> mailbox = name.isEmpty() ? Optional.empty() : mailboxes.open(name.get());
    return mailbox.isEmpty() ? Optional.empty() : refusal(mailbox.get(), needed);
  }

  /** Why not, if one of these rights is wanting. */
  static Optional<Completion> refusal(Mailbox mailbox, Right... needed) throws StoreException {
    Rights rights = mailbox.rights();
    for (Right right : needed) {
      if (!rights.has(right)) {
        return Optional.of(refusal(rights));
      }
    }
    return Optional.empty();
  }

  /** RFC 4314 section 6: who may not see a mailbox does not learn that it is there. */
  private static Completion refusal(Rights rights) {
    return rights.has(Right.LOOKUP)
        ? Completion.no("[NOPERM] You have no right to do that")
        : Completion.no("[NONEXISTENT] There is no such mailbox");
  }
}
