package mailroad.imap.session;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import mailroad.imap.command.Copy;
import mailroad.imap.command.MailboxArgument;
import mailroad.imap.command.Move;
import mailroad.imap.syntax.SequenceSet;
import mailroad.mailbox.Copied;
import mailroad.mailbox.Mailbox;
import mailroad.mailbox.MailboxName;
import mailroad.mailbox.Mailboxes;
import mailroad.mailbox.Right;
import mailroad.mailbox.UidSet;
import mailroad.store.StoreException;

/** COPY (RFC 3501 section 6.4.7) and MOVE (RFC 6851), by numbers and by UIDs. */
final class Copying {
  private final Mailboxes mailboxes;
  private final View view;
  private final Responses out;
  private final Progress progress;

  Copying(Mailboxes mailboxes, View view, Responses out, Progress progress) {
    this.mailboxes = mailboxes;
    this.view = view;
    this.out = out;
    this.progress = progress;
  }

  Completion copy(Copy command) throws IOException, StoreException {
    return switch (find(command.messages(), command.uid(), command.to())) {
      case Found.No(var completion) -> completion;
      case Found.Yes(var uids, var to) ->
          switch (copy(uids, to)) {
            case Copied.Done(_, var pairs) when pairs.isEmpty() ->
                Completion.ok("No messages copied");
            case Copied.Done(var validity, var pairs) ->
                Completion.ok(copyUid(validity, pairs) + " Copied");
            case Copied.OverQuota() -> overQuota();
            case Copied.Gone() -> missing();
          };
    };
  }

  /** RFC 6851 section 3.3: where they went is told before the messages vanish here. */
  Completion move(Move command) throws IOException, StoreException {
    if (view.isReadOnly()) {
      return Completion.no("[READ-ONLY] The mailbox was examined, not selected");
    }
    Optional<Completion> refusal =
        Permission.refusal(view.mailbox(), Right.DELETE_MESSAGES, Right.EXPUNGE);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    switch (find(command.messages(), command.uid(), command.to())) {
      case Found.No(var completion) -> {
        return completion;
      }
      case Found.Yes(var uids, var to) -> {
        return switch (move(uids, to)) {
          case Copied.Done(_, var pairs) when pairs.isEmpty() -> Completion.ok("No messages moved");
          case Copied.Done(var validity, var pairs) -> {
            out.untagged("OK " + copyUid(validity, pairs) + " Moved");
            yield Completion.ok(Expunging.highest(view, out) + "Moved");
          }
          case Copied.OverQuota() -> overQuota();
          case Copied.Gone() -> missing();
        };
      }
    }
  }

  private Copied copy(UidSet uids, Mailbox to) throws IOException, StoreException {
    Progress.Unbroken telling = progress.unbroken(uids.size());
    Copied copied = view.mailbox().copy(uids, to, telling);
    telling.end();
    return copied;
  }

  private Copied move(UidSet uids, Mailbox to) throws IOException, StoreException {
    Progress.Unbroken telling = progress.unbroken(uids.size());
    Copied moved = view.mailbox().move(uids, to, telling);
    telling.end();
    return moved;
  }

  private static Completion overQuota() {
    return Completion.no("[OVERQUOTA] There is no room for these messages");
  }

  private static Completion missing() {
    return Completion.no("[TRYCREATE] There is no such mailbox");
  }

  private sealed interface Found {
    record Yes(UidSet uids, Mailbox to) implements Found {}

    record No(Completion completion) implements Found {}
  }

  private Found find(SequenceSet set, boolean uid, MailboxArgument to) throws StoreException {
    Optional<List<Integer>> indexes = view.find(set, uid);
    if (indexes.isEmpty()) {
      return new Found.No(Completion.bad("There is no message of such a number"));
    }
    Optional<MailboxName> name = to.name();
    Optional<Mailbox> target = name.isEmpty() ? Optional.empty() : mailboxes.open(name.get());
    if (target.isEmpty()) {
      return new Found.No(missing());
    }
    Optional<Completion> refusal = Permission.refusal(target.get(), Right.INSERT);
    if (refusal.isPresent()) {
      return new Found.No(refusal.get());
    }
    view.look();
    // RFC 3501 section 6.4.7: all or none; by UIDs, what is gone counts as never named.
    boolean someGone = indexes.get().stream().anyMatch(view::isGone);
    return someGone && !uid
        ? new Found.No(Completion.no("[EXPUNGEISSUED] Some of the messages are gone"))
        : new Found.Yes(view.uids(indexes.get()), target.get());
  }

  /** RFC 4315 section 3: UIDs here and there, in the same order. */
  private static String copyUid(long validity, List<Copied.Pair> pairs) {
    return "[COPYUID %d %s %s]"
        .formatted(
            validity,
            UidRuns.of(pairs.stream().map(Copied.Pair::from).toList()),
            UidRuns.of(pairs.stream().map(Copied.Pair::to).toList()));
  }
}
