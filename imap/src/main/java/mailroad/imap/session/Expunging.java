package mailroad.imap.session;

import mailroad.imap.command.Expunge;
import mailroad.mailbox.UidSet;
import mailroad.store.StoreException;

/**
 * EXPUNGE (RFC 3501 section 6.4.3) and UID EXPUNGE (RFC 4315 section 2.1). The client hears what went with the other news of
 * the mailbox, before the command's end.
 */
final class Expunging {
  private final View view;

  Expunging(View view) {
    this.view = view;
  }

  Completion expunge(Expunge expunge) throws StoreException {
    if (view.isReadOnly()) {
      return Completion.no("[READ-ONLY] The mailbox was examined, not selected");
    }
    UidSet uids =
        expunge.uids().isEmpty()
            ? view.known()
            : view.uids(view.find(expunge.uids().get(), true).orElseThrow());
    UidSet removed = view.mailbox().expungeDeleted(uids);
    return Completion.ok(removed.size() + " messages removed");
  }
}
