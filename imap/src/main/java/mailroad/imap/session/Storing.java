package mailroad.imap.session;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import mailroad.imap.command.Store;
import mailroad.mailbox.Flag;
import mailroad.mailbox.FlagChange;
import mailroad.mailbox.Flags;
import mailroad.mailbox.Message;
import mailroad.mailbox.Right;
import mailroad.mailbox.Rights;
import mailroad.mailbox.Stored;
import mailroad.mailbox.UidSet;
import mailroad.store.StoreException;

/** STORE and UID STORE: RFC 3501 section 6.4.6. */
final class Storing {
  private static final int CHUNK_MESSAGES = 1_000;

  private final View view;
  private final Responses out;
  private final Progress progress;

  Storing(View view, Responses out, Progress progress) {
    this.view = view;
    this.out = out;
    this.progress = progress;
  }

  Completion store(Store command) throws IOException, StoreException {
    if (view.isReadOnly()) {
      return Completion.no("[READ-ONLY] The mailbox was examined, not selected");
    }
    Optional<List<Integer>> found = view.find(command.messages(), command.uid());
    if (found.isEmpty()) {
      return Completion.bad("There is no message of such a number");
    }
    if (!mayChange(view.mailbox().rights(), command)) {
      return Completion.no("[NOPERM] You have no right to change these flags");
    }
    List<Integer> indexes = found.get();
    UidSet modified = UidSet.NONE;
    int there = 0;
    for (int from = 0; from < indexes.size(); from += CHUNK_MESSAGES) {
      int to = Math.min(indexes.size(), from + CHUNK_MESSAGES);
      Stored stored = store(indexes.subList(from, to), command);
      modified = modified.with(stored.modified());
      there += stored.messages().size() + (int) stored.modified().size();
      progress.at(to, indexes.size());
    }
    return completion(command, modified, there < indexes.size());
  }

  private Stored store(List<Integer> indexes, Store command) throws IOException, StoreException {
    Stored stored =
        view.mailbox().store(view.uids(indexes), command.change(), command.unchangedSince());
    view.tellKeywords(out, stored.messages());
    view.skip(stored.modseqs());
    for (Message message : stored.messages()) {
      int index = view.index(message.uid()).orElseThrow();
      Flags expected = command.change().applyTo(view.flags(index));
      view.update(index, message);
      // RFC 3501 section 6.4.6: silence is about what the client can know by itself.
      if (!command.silent() || !expected.equals(message.flags())) {
        view.tellFlags(out, index, command.uid());
      } else if (view.enabled().tellsModSeqs()) {
        view.tellModSeq(out, index, command.uid()); // RFC 7162 section 3.1.3: silent or not
      }
    }
    return stored;
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

  /** RFC 4314 section 4: it fails if none of the flags may be changed; those that may not stay as they are. */
  private static boolean mayChange(Rights rights, Store command) {
    Flags all = command.change().flags();
    boolean changesOthers =
        !all.keywords().isEmpty()
            || all.has(Flag.ANSWERED)
            || all.has(Flag.FLAGGED)
            || all.has(Flag.DRAFT);
    boolean replaces = command.change().kind() == FlagChange.Kind.REPLACE;
    return (all.has(Flag.SEEN) || replaces) && rights.has(Right.SEEN)
        || (all.has(Flag.DELETED) || replaces) && rights.has(Right.DELETE_MESSAGES)
        || (changesOthers || replaces) && rights.has(Right.WRITE)
        || all.isEmpty() && !replaces;
  }
}
