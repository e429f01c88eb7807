package mailroad.imap.session;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import mailroad.imap.command.Select;
import mailroad.imap.syntax.SequenceSet;
import mailroad.mailbox.Mailbox;
import mailroad.mailbox.MailboxName;
import mailroad.mailbox.Mailboxes;
import mailroad.mailbox.Right;
import mailroad.store.StoreException;

/** SELECT and EXAMINE: RFC 3501 section 6.3.1 and RFC 3501 section 6.3.2. */
final class Selecting {
  private Selecting() {}

  /** Opens a mailbox and tells what is in it; empty if there is none of this name. */
  static Optional<View> select(Mailboxes mailboxes, Select select, Enabled enabled, Responses out)
      throws IOException, StoreException {
    Optional<MailboxName> name = select.mailbox().name();
    Optional<Mailbox> mailbox = name.isEmpty() ? Optional.empty() : mailboxes.open(name.get());
    if (mailbox.isEmpty()) {
      return Optional.empty();
    }
    View view = View.of(mailbox.get(), isReadOnly(select, mailbox.get()), enabled);
    view.tellAllFlags(out);
    out.untagged(view.size() + " EXISTS");
    if (out.isRev2()) {
      tellName(select, mailbox.get(), out);
    } else {
      tellRecent(view, out);
    }
    out.untagged("OK [UIDVALIDITY " + mailbox.get().uidValidity() + "] UIDs are valid");
    out.untagged("OK [UIDNEXT " + view.uidNextAtFirst() + "] Predicted next UID");
    out.untagged("OK [MAILBOXID (" + mailbox.get().id() + ")] What it is called for ever");
    out.untagged("OK [HIGHESTMODSEQ " + view.highestModSeq() + "] Highest modseq");
    if (select.resync().isPresent()) {
      resync(view, select.resync().get(), out);
    }
    return Optional.of(view);
  }

  /** RFC 4314 section 4: who may change nothing has opened it for reading. */
  private static boolean isReadOnly(Select select, Mailbox mailbox) throws StoreException {
    return select.readOnly()
        || !mailbox
            .rights()
            .hasAny(Right.SEEN, Right.WRITE, Right.INSERT, Right.DELETE_MESSAGES, Right.EXPUNGE);
  }

  /** RFC 3501 section 6.3.1; not in IMAP4rev2 (RFC 9051 appendix E). */
  private static void tellRecent(View view, Responses out) throws IOException {
    out.untagged(view.recentCount() + " RECENT");
    Optional<Integer> unseen = view.firstUnseen();
    if (unseen.isPresent() && !view.enabled().isUidOnly()) {
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

  /** RFC 7162 section 3.2.5: what has happened while the client was away, unless all its UIDs are void. */
  private static void resync(View view, Select.Resync resync, Responses out)
      throws IOException, StoreException {
    if (resync.uidValidity() != view.mailbox().uidValidity()) {
      return;
    }
    SequenceSet known = resync.known().orElse(SequenceSet.ALL);
    Vanished.tell(
        out, "VANISHED (EARLIER)", Vanished.since(view, resync.modseq(), known, resync.matches()));
    List<SequenceSet.Range> ranges = known.resolve(view.uidNextAtFirst() - 1);
    for (int i = 0; i < view.size(); i++) {
      if (view.modseq(i) > resync.modseq() && SequenceSet.contains(ranges, view.uid(i))) {
        view.tellFlags(out, i, true);
      }
    }
  }
}
