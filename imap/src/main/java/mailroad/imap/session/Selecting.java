package mailroad.imap.session;

import java.io.IOException;
import java.util.Optional;
import mailroad.imap.command.Select;
import mailroad.mailbox.Mailbox;
import mailroad.mailbox.MailboxName;
import mailroad.mailbox.Mailboxes;
import mailroad.store.StoreException;

/** SELECT and EXAMINE: RFC 3501 section 6.3.1 and RFC 3501 section 6.3.2. */
final class Selecting {
  private Selecting() {}

  /** Opens a mailbox and tells what is in it; empty if there is none of this name. */
  static Optional<View> select(Mailboxes mailboxes, Select select, Responses out)
      throws IOException, StoreException {
    Optional<MailboxName> name = select.mailbox().name();
    Optional<Mailbox> mailbox = name.isEmpty() ? Optional.empty() : mailboxes.open(name.get());
    if (mailbox.isEmpty()) {
      return Optional.empty();
    }
    View view = View.of(mailbox.get(), select.readOnly(), out.isRev2());
    view.tellAllFlags(out);
    out.untagged(view.size() + " EXISTS");
    if (out.isRev2()) {
      tellName(select, mailbox.get(), out);
    } else {
      tellRecent(view, out);
    }
    out.untagged("OK [UIDVALIDITY " + mailbox.get().uidValidity() + "] UIDs are valid");
    out.untagged("OK [UIDNEXT " + view.uidNextAtFirst() + "] Predicted next UID");
    return Optional.of(view);
  }

  /** RFC 3501 section 6.3.1; not in IMAP4rev2 (RFC 9051 appendix E). */
  private static void tellRecent(View view, Responses out) throws IOException {
    out.untagged(view.recentCount() + " RECENT");
    Optional<Integer> unseen = view.firstUnseen();
    if (unseen.isPresent()) {
      out.untagged("OK [UNSEEN " + unseen.get() + "] First unseen message");
    }
  }

  /** RFC 9051 section 6.3.2: the name as it stands here, with OLDNAME if the client wrote it otherwise. */
  private static void tellName(Select select, Mailbox mailbox, Responses out) throws IOException {
    out.untagged(
        "LIST () \"/\" "
            + out.mailbox(mailbox.name())
            + out.oldName(select.mailbox(), mailbox.name()));
  }
}
