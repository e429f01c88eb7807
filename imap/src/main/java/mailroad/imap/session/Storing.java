package mailroad.imap.session;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import mailroad.imap.command.Store;
import mailroad.mailbox.Flags;
import mailroad.mailbox.Message;
import mailroad.mailbox.Stored;
import mailroad.mailbox.UidSet;
import mailroad.store.StoreException;

/** STORE and UID STORE: RFC 3501 section 6.4.6. */
final class Storing {
  private final View view;
  private final Responses out;

  Storing(View view, Responses out) {
    this.view = view;
    this.out = out;
  }

  Completion store(Store command) throws IOException, StoreException {
    if (view.isReadOnly()) {
      return Completion.no("[READ-ONLY] The mailbox was examined, not selected");
    }
    Optional<List<Integer>> found = view.find(command.messages(), command.uid());
    if (found.isEmpty()) {
      return Completion.bad("There is no message of such a number");
    }
    Stored stored =
        view.mailbox().store(view.uids(found.get()), command.change(), command.unchangedSince());
    view.tellKeywords(out, stored.messages());
    for (Message message : stored.messages()) {
      int index = view.index(message.uid()).orElseThrow();
      Flags expected = command.change().applyTo(view.message(index).flags());
      view.update(index, message);
      // RFC 3501 section 6.4.6: silence is about what the client can know by itself.
      if (!command.silent() || !expected.equals(message.flags())) {
        view.tellFlags(out, index, command.uid());
      } else if (view.enabled().tellsModSeqs()) {
        view.tellModSeq(out, index, command.uid()); // RFC 7162 section 3.1.3: silent or not
      }
    }
    int there = stored.messages().size() + (int) stored.modified().size();
    return completion(command, stored.modified(), there < found.get().size());
  }

  /** RFC 7162 section 3.1.3: which were left alone matters more than that others are gone. */
  private Completion completion(Store command, UidSet modified, boolean someGone) {
    boolean fails = someGone && !command.uid(); // by UIDs, what is gone counts as never named
    if (!modified.isEmpty()) {
      String text = "[MODIFIED " + names(modified, command.uid()) + "] Some have changed since";
      return fails ? Completion.no(text) : Completion.ok(text);
    }
    return fails
        ? Completion.no("[EXPUNGEISSUED] Some of the messages are gone")
        : Completion.ok("Flags are changed");
  }

  private UidSet names(UidSet modified, boolean uid) {
    return uid
        ? modified
        : UidSet.of(modified.stream().map(u -> view.index(u).orElseThrow() + 1L).toArray());
  }
}
