package mailroad.imap.session;

import java.io.IOException;
import java.util.Optional;
import mailroad.imap.command.DeleteAcl;
import mailroad.imap.command.GetAcl;
import mailroad.imap.command.ListRights;
import mailroad.imap.command.MailboxArgument;
import mailroad.imap.command.MyRights;
import mailroad.imap.command.SetAcl;
import mailroad.mailbox.Acl;
import mailroad.mailbox.Grantee;
import mailroad.mailbox.Mailbox;
import mailroad.mailbox.MailboxName;
import mailroad.mailbox.Mailboxes;
import mailroad.mailbox.Outcome;
import mailroad.mailbox.Right;
import mailroad.mailbox.Rights;
import mailroad.store.StoreException;

/** SETACL, DELETEACL, GETACL, LISTRIGHTS and MYRIGHTS: RFC 4314 section 3. */
final class Granting {
  private static final Completion MISSING = Completion.no("[NONEXISTENT] There is no such mailbox");
  private static final Completion NOBODY = Completion.no("[CANNOT] There is nobody of this name");

  private final Mailboxes mailboxes;
  private final Responses out;

  Granting(Mailboxes mailboxes, Responses out) {
    this.mailboxes = mailboxes;
    this.out = out;
  }

  /** Whom an identifier is about. */
  private record Subject(Grantee who, boolean negative) {}

  Completion set(SetAcl command) throws StoreException {
    return change(command.mailbox(), command.identifier(), command);
  }

  /** RFC 4314 section 3.2: the entry goes; that of the same identifier with the other sign stays. */
  Completion delete(DeleteAcl command) throws StoreException {
    SetAcl nothing =
        new SetAcl(command.mailbox(), command.identifier(), SetAcl.Change.REPLACE, Rights.NONE);
    return change(command.mailbox(), command.identifier(), nothing);
  }

  private Completion change(MailboxArgument argument, String identifier, SetAcl change)
      throws StoreException {
    Optional<Mailbox> mailbox = open(argument);
    if (mailbox.isEmpty()) {
      return MISSING;
    }
    Optional<Completion> refusal = Permission.refusal(mailbox.get(), Right.ADMINISTER);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    Optional<Subject> subject = subject(identifier);
    if (subject.isEmpty()) {
      return NOBODY;
    }
    Outcome<?> outcome =
        mailbox.get().share(subject.get().who(), subject.get().negative(), change::applyTo);
    return switch (outcome) {
      case Outcome.Done<?> _ -> Completion.ok("Rights are changed");
      case Outcome.Refused<?>(var refused) when refused == Outcome.Refusal.TOO_MANY ->
          Completion.no("[LIMIT] It is shared with too many already");
      case Outcome.Refused<?>(var refused) when refused == Outcome.Refusal.NOT_ALLOWED ->
          Completion.no("[CANNOT] The owner may always do everything");
      case Outcome.Refused<?> _ -> MISSING;
    };
  }

  private Optional<Subject> subject(String identifier) throws StoreException {
    boolean negative = identifier.startsWith("-");
    return mailboxes
        .grantee(negative ? identifier.substring(1) : identifier)
        .map(who -> new Subject(who, negative));
  }

  Completion get(GetAcl command) throws IOException, StoreException {
    Optional<Mailbox> mailbox = open(command.mailbox());
    if (mailbox.isEmpty()) {
      return MISSING;
    }
    Optional<Completion> refusal = Permission.refusal(mailbox.get(), Right.ADMINISTER);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    StringBuilder text = new StringBuilder("ACL ").append(out.mailbox(mailbox.get().name()));
    append(text, mailbox.get().account().address().toString(), Rights.ALL);
    for (Acl.Entry entry : mailbox.get().acl().entries()) {
      append(text, entry.identifier(), entry.rights());
    }
    out.untagged(text.toString());
    return Completion.ok("These may");
  }

  private static void append(StringBuilder text, String identifier, Rights rights) {
    text.append(' ').append(Responses.astring(identifier)).append(' ').append(rights);
  }

  /** RFC 4314 section 3.4: the owner's rights cannot be taken, all others are given one by one. */
  Completion list(ListRights command) throws IOException, StoreException {
    Optional<Mailbox> mailbox = open(command.mailbox());
    if (mailbox.isEmpty()) {
      return MISSING;
    }
    Optional<Completion> refusal = Permission.refusal(mailbox.get(), Right.ADMINISTER);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    Optional<Subject> subject = subject(command.identifier());
    if (subject.isEmpty()) {
      return NOBODY;
    }
    boolean owner =
        subject.get().who() instanceof Grantee.Person(long id, var _)
            && id == mailbox.get().account().id();
    out.untagged(
        "LISTRIGHTS "
            + out.mailbox(mailbox.get().name())
            + " "
            + Responses.astring(command.identifier())
            + (owner ? " " + Rights.ALL : " \"\" l r s w i p k x t e a c d"));
    return Completion.ok("These can be given");
  }

  Completion mine(MyRights command) throws IOException, StoreException {
    Optional<Mailbox> mailbox = open(command.mailbox());
    if (mailbox.isEmpty()) {
      return MISSING;
    }
    tellMine(out, mailbox.get());
    return Completion.ok("That is what you may");
  }

  /** RFC 4314 section 3.8; also in LIST (RFC 8440 section 3). */
  static void tellMine(Responses out, Mailbox mailbox) throws IOException, StoreException {
    out.untagged("MYRIGHTS " + out.mailbox(mailbox.name()) + " " + mailbox.rights());
  }

  private Optional<Mailbox> open(MailboxArgument argument) throws StoreException {
    Optional<MailboxName> name = argument.name();
    return name.isEmpty() ? Optional.empty() : mailboxes.open(name.get());
  }
}
