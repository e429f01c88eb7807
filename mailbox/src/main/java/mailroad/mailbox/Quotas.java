package mailroad.mailbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.mailbox.Outcome.Nothing;
import mailroad.mailbox.Outcome.Refusal;
import mailroad.mailbox.QuotaRoot.Resource;
import mailroad.mailbox.QuotaRoot.Use;
import mailroad.records.DomainRecord;
import mailroad.records.QuotaRecord;
import mailroad.store.Batch;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;

/** What is used, and what may be, of accounts and of domains. */
final class Quotas {
  private final Shelf shelf;

  Quotas(Shelf shelf) {
    this.shelf = shelf;
  }

  /** The roots that bound what comes into an account: its own, and its domain's, if that has a limit. */
  List<QuotaRoot> of(Mailboxes mailboxes) throws StoreException {
    Quota quota = mailboxes.quota();
    AccountKeys keys = mailboxes.keys();
    List<Use> uses = new ArrayList<>();
    add(uses, Resource.STORAGE, keys.octets(), quota.account().quotaOctets());
    add(uses, Resource.MESSAGE, keys.messages(), quota.account().quotaMessages());
    long names = mailboxes.tree().nodes().size();
    uses.add(new Use(Resource.MAILBOX, names, shelf.config().mailboxesMax()));
    add(
        uses,
        Resource.ANNOTATION_STORAGE,
        keys.annotations(),
        shelf.config().quotaAnnotationOctets());
    List<QuotaRoot> roots = new ArrayList<>();
    roots.add(new QuotaRoot(quota.account().address().toString(), uses));
    if (quota.limitsDomain()) {
      roots.add(domain(quota));
    }
    return roots;
  }

  private QuotaRoot domain(Quota quota) throws StoreException {
    List<Use> uses = new ArrayList<>();
    Domain domain = quota.domain();
    add(uses, Resource.STORAGE, Accounts.domainOctets(domain.name()), quota.domainOctets());
    add(uses, Resource.MESSAGE, Accounts.domainMessages(domain.name()), quota.domainMessages());
    return new QuotaRoot("@" + domain, uses);
  }

  private void add(List<Use> uses, Resource resource, Key counter, long max) throws StoreException {
    if (max != Quota.UNLIMITED) {
      uses.add(new Use(resource, counter(counter), max));
    }
  }

  long counter(Key key) throws StoreException {
    return shelf.store().get(key).map(Store.Value::asLong).orElse(0L);
  }

  /** What the account may still take, its domain considered. */
  Usage usage(Mailboxes mailboxes) throws StoreException {
    Quota quota = mailboxes.quota();
    AccountKeys keys = mailboxes.keys();
    long octets = counter(keys.octets());
    long messages = counter(keys.messages());
    long octetsMax = quota.account().quotaOctets();
    long messagesMax = quota.account().quotaMessages();
    if (quota.limitsDomain()) {
      String domain = quota.domain().name();
      octetsMax =
          Math.min(octetsMax, left(Accounts.domainOctets(domain), quota.domainOctets(), octets));
      messagesMax =
          Math.min(
              messagesMax, left(Accounts.domainMessages(domain), quota.domainMessages(), messages));
    }
    return new Usage(octets, octetsMax, messages, messagesMax);
  }

  private long left(Key counter, long max, long own) throws StoreException {
    return max == Quota.UNLIMITED ? max : Math.max(0, max - counter(counter)) + own;
  }

  /** Sets the quota of an account or a domain; what is there stays, even if that is more. */
  Outcome<Nothing> set(String root, long octets, long messages) throws StoreException {
    if (root.startsWith("@")) {
      Optional<Domain> domain = Domain.parse(root.substring(1));
      return domain.isEmpty()
          ? Outcome.refused(Refusal.NOT_FOUND)
          : set(domain.get(), octets, messages);
    }
    Optional<EmailAddress> address = EmailAddress.parse(root);
    if (address.isEmpty()) {
      return Outcome.refused(Refusal.NOT_FOUND);
    }
    Outcome<Account> changed =
        Accounts.change(
            shelf,
            address.get(),
            record -> record.setQuotaOctets(octets).setQuotaMessages(messages));
    return switch (changed) {
      case Outcome.Done<Account> _ -> Outcome.done();
      case Outcome.Refused<Account>(Refusal refusal) -> Outcome.refused(refusal);
    };
  }

  Outcome<Nothing> set(Domain domain, long octets, long messages) throws StoreException {
    Shelf.Tries tries = shelf.tries("change a domain");
    Key key = Accounts.domain(domain);
    while (true) {
      Optional<Store.Value> there = shelf.store().get(key);
      if (there.isEmpty()) {
        return Outcome.refused(Refusal.NOT_FOUND);
      }
      DomainRecord.Builder record =
          Records.parse(key, there.get(), DomainRecord::parseFrom).toBuilder();
      record.setQuota(QuotaRecord.newBuilder().setOctets(octets).setMessages(messages));
      Batch batch =
          new Batch()
              .assertVersion(key, there.get().version())
              .put(key, record.build().toByteArray());
      if (shelf.store().commit(batch) instanceof Store.Commit.Done) {
        return Outcome.done();
      }
      tries.next();
    }
  }
}
