package mailroad.imap.session;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import mailroad.imap.command.Append;
import mailroad.imap.command.MailboxArgument;
import mailroad.imap.command.Replace;
import mailroad.mailbox.Appended;
import mailroad.mailbox.Draft;
import mailroad.mailbox.Mailbox;
import mailroad.mailbox.Message;
import mailroad.mailbox.Replaced;
import mailroad.mailbox.Right;
import mailroad.store.StoreException;

/** APPEND (RFC 3501 section 6.3.11, RFC 3502, RFC 4469) and REPLACE (RFC 8508). Used by one task, for one command. */
final class Appending {
  private final Responses out;
  private final State.LoggedIn state;
  private final Gathering gathering;

  Appending(Responses out, State.LoggedIn state, Gathering gathering) {
    this.out = out;
    this.state = state;
    this.gathering = gathering;
  }

  /** What came of it. */
  sealed interface Result {
    /** The command has ended. */
    record Ended(Completion completion) implements Result {}

    /** What the client sends can no longer be told from commands. */
    record Hopeless(String reason) implements Result {}
  }

  /** What is done with messages that are on disk. */
  private interface Filing {
    Completion file(List<Draft> drafts) throws IOException, StoreException;
  }

  Result append(Append append) throws IOException, StoreException {
    Optional<Mailbox> mailbox = open(append.mailbox());
    if (mailbox.isEmpty()) {
      return ended(
          gathering.refuse(append.first(), "[TRYCREATE] There is no such mailbox"), _ -> missing());
    }
    Optional<Completion> refusal = Permission.refusal(mailbox.get(), Right.INSERT);
    if (refusal.isPresent()) {
      return ended(gathering.refuse(append.first(), refusal.get().text()), _ -> missing());
    }
    return ended(
        gathering.gather(mailbox.get(), append.first()),
        drafts -> appended(mailbox.get().append(drafts)));
  }

  Result replace(View view, Replace replace) throws IOException, StoreException {
    Optional<Mailbox> mailbox = open(replace.mailbox());
    Optional<String> refusal = Optional.empty();
    List<Integer> indexes = view.find(replace.old(), replace.uid()).orElse(List.of());
    if (view.isReadOnly()) {
      refusal = Optional.of("[READ-ONLY] The mailbox was examined, not selected");
    } else if (mailbox.isEmpty()) {
      refusal = Optional.of("[TRYCREATE] There is no such mailbox");
    } else if (indexes.size() != 1) {
      refusal = Optional.of("[NONEXISTENT] There is no such message");
    } else {
      refusal = noRight(view.mailbox(), mailbox.get());
    }
    if (refusal.isPresent()) {
      return ended(gathering.refuse(replace.first(), refusal.get()), _ -> missing());
    }
    Message old = view.message(indexes.getFirst());
    return ended(
        gathering.gatherFor(old, mailbox.orElseThrow(), replace.first()),
        drafts ->
            replaced(view.mailbox().replace(old.uid(), drafts.getFirst(), mailbox.orElseThrow())));
  }

  private static Optional<String> noRight(Mailbox from, Mailbox to) throws StoreException {
    Optional<Completion> refusal = Permission.refusal(from, Right.DELETE_MESSAGES, Right.EXPUNGE);
    return refusal.isPresent()
        ? refusal.map(Completion::text)
        : Permission.refusal(to, Right.INSERT).map(Completion::text);
  }

  private Optional<Mailbox> open(MailboxArgument argument) throws StoreException {
    return argument.name().isEmpty()
        ? Optional.empty()
        : state.mailboxes().open(argument.name().get());
  }

  private static Result ended(Gathering.Result result, Filing filing)
      throws IOException, StoreException {
    return switch (result) {
      case Gathering.Result.Gathered(var drafts) -> new Result.Ended(filing.file(drafts));
      case Gathering.Result.Failed(var completion) -> new Result.Ended(completion);
      case Gathering.Result.Hopeless(var reason) -> new Result.Hopeless(reason);
    };
  }

  /** RFC 4315 section 3: the client learns the UIDs. */
  private static Completion appended(Appended appended) {
    return switch (appended) {
      case Appended.Done(var validity, var uids) ->
          Completion.ok("[APPENDUID %d %s] Appended".formatted(validity, UidRuns.of(uids)));
      case Appended.OverQuota() -> overQuota();
      case Appended.Gone() -> missing();
    };
  }

  /** RFC 8508 section 3.1: the client learns the new UID before it hears that the old message is gone. */
  private Completion replaced(Replaced replaced) throws IOException {
    return switch (replaced) {
      case Replaced.Done(var validity, var uid) -> {
        out.untagged("OK [APPENDUID %d %d] The new message is there".formatted(validity, uid));
        yield Completion.ok("Replaced");
      }
      case Replaced.OverQuota() -> overQuota();
      case Replaced.Gone() -> missing();
      case Replaced.NoSuchMessage() ->
          Completion.no("[EXPUNGEISSUED] The message is gone; nothing was changed");
    };
  }

  private static Completion overQuota() {
    return Completion.no("[OVERQUOTA] There is no room for this message");
  }

  private static Completion missing() {
    return Completion.no("[TRYCREATE] There is no such mailbox");
  }
}
