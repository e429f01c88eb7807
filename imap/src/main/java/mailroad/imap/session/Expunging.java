package mailroad.imap.session;

import java.io.IOException;
import java.util.Optional;
import mailroad.imap.command.Expunge;
import mailroad.kernel.Text;
import mailroad.mailbox.Right;
import mailroad.mailbox.UidSet;
import mailroad.store.StoreException;

/**
 * EXPUNGE (RFC 3501 section 6.4.3) and UID EXPUNGE (RFC 4315 section 2.1). The client hears what went with the other news of
 * the mailbox, before the command's end.
 */
final class Expunging {
  private final View view;
  private final Responses out;

  Expunging(View view, Responses out) {
    this.view = view;
    this.out = out;
  }

  Completion expunge(Expunge expunge) throws IOException, StoreException {
    if (view.isReadOnly()) {
      return Completion.no("[READ-ONLY] The mailbox was examined, not selected");
    }
    Optional<Completion> refusal = Permission.refusal(view.mailbox(), Right.EXPUNGE);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    UidSet uids =
        expunge.uids().isEmpty()
            ? view.known()
            : view.uids(view.find(expunge.uids().get(), true).orElseThrow());
    UidSet removed = view.mailbox().expungeDeleted(uids);
    String text = Text.count(removed.size(), "message") + " removed";
    return Completion.ok(removed.isEmpty() ? text : highest(view, out) + text);
  }

  /**
   * RFC 7162 section 3.2.7: the modseq up to which the client knows all, once it was told. Nothing for those who do not ask
   * for modseqs.
   */
  static String highest(View view, Responses out) throws IOException, StoreException {
    if (!view.enabled().tellsModSeqs()) {
      return "";
    }
    view.tell(out, View.Expunges.TELL, true);
    return "[HIGHESTMODSEQ " + view.highestModSeq() + "] ";
  }
}
