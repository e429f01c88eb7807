package mailroad.imap.session;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import mailroad.imap.command.GetQuota;
import mailroad.imap.command.GetQuotaRoot;
import mailroad.imap.command.SetQuota;
import mailroad.kernel.EmailAddress;
import mailroad.mailbox.MailStore;
import mailroad.mailbox.Mailbox;
import mailroad.mailbox.MailboxName;
import mailroad.mailbox.Mailboxes;
import mailroad.mailbox.Outcome;
import mailroad.mailbox.QuotaRoot;
import mailroad.mailbox.QuotaRoot.Resource;
import mailroad.mailbox.Right;
import mailroad.store.StoreException;

/** GETQUOTA, GETQUOTAROOT and SETQUOTA: RFC 9208 section 4.1. */
final class Accounting {
  private static final Completion NO_ROOT =
      Completion.no("[NONEXISTENT] There is no such quota root");

  private final Mailboxes mailboxes;
  private final MailStore mail;
  private final boolean isAdministrator;
  private final Responses out;

  /**
   * For one user.
   *
   * @param isAdministrator whether the user may see and set the quota of all
   */
  Accounting(Mailboxes mailboxes, MailStore mail, boolean isAdministrator, Responses out) {
    this.mailboxes = mailboxes;
    this.mail = mail;
    this.isAdministrator = isAdministrator;
    this.out = out;
  }

  Completion get(GetQuota command) throws IOException, StoreException {
    Optional<QuotaRoot> root = find(command.root());
    if (root.isEmpty()) {
      return NO_ROOT;
    }
    tell(root.get());
    return Completion.ok("That is what there is");
  }

  /** The user's own roots; an administrator finds those of everybody. */
  private Optional<QuotaRoot> find(String name) throws StoreException {
    Optional<QuotaRoot> own = named(mailboxes.quotaRoots(), name);
    Optional<EmailAddress> address = EmailAddress.parse(name);
    return own.isPresent() || !isAdministrator || address.isEmpty()
        ? own
        : named(mail.quotaRoots(address.get()), name);
  }

  private static Optional<QuotaRoot> named(List<QuotaRoot> roots, String name) {
    return roots.stream().filter(root -> root.name().equalsIgnoreCase(name)).findFirst();
  }

  Completion getRoots(GetQuotaRoot command) throws IOException, StoreException {
    Optional<MailboxName> name = command.mailbox().name();
    Optional<Mailbox> mailbox = name.isEmpty() ? Optional.empty() : mailboxes.open(name.get());
    if (mailbox.isEmpty()) {
      return Completion.no("[NONEXISTENT] There is no such mailbox");
    }
    Optional<Completion> refusal = Permission.refusal(mailbox.get(), Right.READ);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    List<QuotaRoot> roots = mailbox.get().quotaRoots();
    StringJoiner names = new StringJoiner(" ");
    names.add("QUOTAROOT").add(out.mailbox(mailbox.get().name()));
    roots.forEach(root -> names.add(Responses.astring(root.name())));
    out.untagged(names.toString());
    for (QuotaRoot root : roots) {
      tell(root);
    }
    return Completion.ok("That is what bounds it");
  }

  /** RFC 9208 section 4.2.1: what is used, begun units counted, and what may be. */
  private void tell(QuotaRoot root) throws IOException {
    StringJoiner uses = new StringJoiner(" ", "(", ")");
    for (QuotaRoot.Use use : root.uses()) {
      long unit = use.resource().unit();
      uses.add(
          "%s %d %d"
              .formatted(
                  use.resource().word(),
                  Math.ceilDiv(Math.max(0, use.used()), unit),
                  use.max() / unit));
    }
    out.untagged("QUOTA " + Responses.astring(root.name()) + " " + uses);
  }

  Completion set(SetQuota command) throws IOException, StoreException {
    if (!isAdministrator) {
      return Completion.no("[NOPERM] Quotas are the administrators' to set");
    }
    boolean other =
        command.limits().containsKey(Resource.MAILBOX)
            || command.limits().containsKey(Resource.ANNOTATION_STORAGE);
    if (other) {
      return Completion.no("[CANNOT] This limit is the same for all, and is configured");
    }
    Outcome<?> outcome =
        mail.quota(
            command.root(), limit(command, Resource.STORAGE), limit(command, Resource.MESSAGE));
    if (outcome instanceof Outcome.Refused<?>) {
      return NO_ROOT;
    }
    Optional<QuotaRoot> root = find(command.root());
    if (root.isPresent()) {
      tell(root.get());
    }
    return Completion.ok("The quota is set");
  }

  private static long limit(SetQuota command, Resource resource) {
    Long limit = command.limits().get(resource);
    return limit == null || limit > Long.MAX_VALUE / resource.unit()
        ? Long.MAX_VALUE
        : limit * resource.unit();
  }
}
