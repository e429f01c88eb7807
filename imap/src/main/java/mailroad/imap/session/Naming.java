package mailroad.imap.session;

import java.io.IOException;
import java.util.Optional;
import mailroad.imap.command.Create;
import mailroad.imap.command.Delete;
import mailroad.imap.command.MailboxArgument;
import mailroad.imap.command.Rename;
import mailroad.imap.command.Status;
import mailroad.imap.command.Subscribe;
import mailroad.imap.command.Unsubscribe;
import mailroad.mailbox.Mailbox;
import mailroad.mailbox.MailboxName;
import mailroad.mailbox.Mailboxes;
import mailroad.mailbox.Outcome;
import mailroad.mailbox.Right;
import mailroad.mailbox.SpecialUse;
import mailroad.store.StoreException;

/** CREATE, DELETE, RENAME, SUBSCRIBE, UNSUBSCRIBE, STATUS and NAMESPACE: RFC 3501 section 6.3, RFC 2342. */
final class Naming {
  private static final Completion NO_NAME =
      Completion.no("[CANNOT] No mailbox can have such a name");
  private static final Completion MISSING = Completion.no("[NONEXISTENT] There is no such mailbox");

  private final Mailboxes mailboxes;
  private final Responses out;

  Naming(Mailboxes mailboxes, Responses out) {
    this.mailboxes = mailboxes;
    this.out = out;
  }

  Completion create(Create command) throws IOException, StoreException {
    Optional<MailboxName> name = command.mailbox().nameToCreate();
    if (name.isEmpty()) {
      return NO_NAME;
    }
    Optional<SpecialUse> use = Optional.empty();
    if (!command.uses().isEmpty()) {
      use = command.uses().size() == 1 ? SpecialUse.parse(command.uses().getFirst()) : use;
      if (use.isEmpty()) {
        return Completion.no(
            "[USEATTR] A mailbox has one use, and this is none"); // RFC 6154 section 3
      }
    }
    Outcome<Mailbox> outcome = mailboxes.create(name.get(), use);
    String id = outcome instanceof Outcome.Done<Mailbox>(var made) ? made.id() : "";
    Completion completion = completion(outcome, "[MAILBOXID (" + id + ")] Created");
    boolean created = completion.status() == Completion.Status.OK;
    if (created && out.isRev2() && !command.mailbox().text().endsWith("/")) {
      tellName(name.get(), out.oldName(command.mailbox(), name.get()));
    }
    return completion;
  }

  Completion delete(Delete command) throws StoreException {
    Optional<MailboxName> name = command.mailbox().name();
    if (name.isEmpty()) {
      return MISSING;
    }
    Outcome<?> deleted = mailboxes.delete(name.get());
    boolean children =
        deleted instanceof Outcome.Refused<?>(var refusal)
            && refusal == Outcome.Refusal.NOT_ALLOWED
            && !name.get().isInbox();
    return children
        ? Completion.no("[HASCHILDREN] Mailboxes lie below it") // RFC 9051 section 7.1
        : completion(deleted, "Deleted");
  }

  Completion rename(Rename command) throws IOException, StoreException {
    Optional<MailboxName> from = command.from().name();
    Optional<MailboxName> to = command.to().nameToCreate();
    if (from.isEmpty()) {
      return MISSING;
    }
    if (to.isEmpty()) {
      return NO_NAME;
    }
    Completion completion = completion(mailboxes.rename(from.get(), to.get()), "Renamed");
    if (completion.status() == Completion.Status.OK && out.isRev2()) {
      tellName(to.get(), " (\"OLDNAME\" (" + out.mailbox(from.get()) + "))");
    }
    return completion;
  }

  /** RFC 9051 section 6.3.9.7: how a name is called, and was before. */
  private void tellName(MailboxName name, String oldName) throws IOException {
    if (!oldName.isEmpty()) {
      out.untagged("LIST () \"/\" " + out.mailbox(name) + oldName);
    }
  }

  Completion subscribe(Subscribe command) throws StoreException {
    Optional<MailboxName> name = command.mailbox().nameToCreate();
    if (name.isEmpty()) {
      return NO_NAME;
    }
    Optional<Completion> refusal =
        Permission.refusal(mailboxes, command.mailbox(), Right.LOOKUP); // RFC 4314 section 4
    return refusal.isPresent()
        ? refusal.get()
        : completion(mailboxes.subscribe(name.get()), "Subscribed");
  }

  /** To end what never began is no mistake: clients tidy up so. */
  Completion unsubscribe(Unsubscribe command) throws StoreException {
    Optional<MailboxName> name = command.mailbox().nameToCreate();
    if (name.isPresent()) {
      mailboxes.unsubscribe(name.get());
    }
    return Completion.ok("Not subscribed any more");
  }

  /** RFC 5530 section 3: why not, in words for programs. */
  private static <T> Completion completion(Outcome<T> outcome, String done) {
    return switch (outcome) {
      case Outcome.Done<T> _ -> Completion.ok(done);
      case Outcome.Refused<T> refused -> refused(refused.refusal());
    };
  }

  private static Completion refused(Outcome.Refusal refusal) {
    return switch (refusal) {
      case EXISTS -> Completion.no("[ALREADYEXISTS] There is one already");
      case NOT_FOUND -> MISSING;
      case NAME_TOO_LONG, TOO_MANY -> Completion.no("[LIMIT] " + refusal.text());
      case NO_RIGHT -> Completion.no("[NOPERM] You have no right to do that");
      case NOT_ALLOWED, NO_SUCH_DOMAIN, IN_USE, BAD_PASSWORD ->
          Completion.no("[CANNOT] " + refusal.text());
    };
  }

  Completion status(Status command) throws IOException, StoreException {
    Optional<Mailbox> mailbox = open(command.mailbox());
    if (mailbox.isEmpty()) {
      return MISSING;
    }
    Optional<Completion> refusal = Permission.refusal(mailbox.get(), Right.READ);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    String items = StatusText.items(mailbox.get(), command.items(), out);
    out.untagged("STATUS " + out.mailbox(mailbox.get().name()) + " " + items);
    return Completion.ok("That is the status");
  }

  private Optional<Mailbox> open(MailboxArgument argument) throws StoreException {
    Optional<MailboxName> name = argument.name();
    return name.isEmpty() ? Optional.empty() : mailboxes.open(name.get());
  }

  /** RFC 2342 section 5: the user's own names, those of other users, and those that are nobody's own. */
  Completion namespace() throws IOException {
    out.untagged(
        "NAMESPACE ((\"\" \"/\")) ((\"%s/\" \"/\")) ((\"%s/\" \"/\"))"
            .formatted(MailboxName.OTHERS, MailboxName.SHARED));
    return Completion.ok("That is where names begin");
  }
}
