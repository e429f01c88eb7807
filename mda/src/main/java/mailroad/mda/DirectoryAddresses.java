package mailroad.mda;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.mailbox.Account;
import mailroad.mailbox.Alias;
import mailroad.mailbox.Directory;
import mailroad.mailbox.Listed;
import mailroad.mailbox.MailStore;
import mailroad.mailbox.MailboxName;
import mailroad.mailbox.Mailboxes;
import mailroad.mailbox.Usage;
import mailroad.store.StoreException;

/** The addresses that the directory has at the moment of each question. */
final class DirectoryAddresses implements Addresses {
  private final Directory directory;
  private final MailStore mail;

  DirectoryAddresses(Directory directory, MailStore mail) {
    this.directory = directory;
    this.mail = mail;
  }

  @Override
  public boolean isLocal(Domain domain) throws StoreException {
    return directory.isLocal(domain);
  }

  @Override
  public Optional<Account> account(EmailAddress address) throws StoreException {
    return directory.account(address);
  }

  @Override
  public Optional<Alias> alias(EmailAddress address) throws StoreException {
    return directory.alias(address);
  }

  @Override
  public Optional<Alias> catchAll(Domain domain) throws StoreException {
    return directory.catchAll(domain);
  }

  @Override
  public Optional<Account> firstAccount(Domain domain) throws StoreException {
    List<Account> ours = directory.accounts(domain);
    List<Account> candidates = ours.isEmpty() ? directory.accounts() : ours;
    return candidates.stream().min(Comparator.comparingLong(Account::id));
  }

  @Override
  public Optional<MailboxName> mailboxNamed(Account account, String tag) throws StoreException {
    Optional<MailboxName> name = MailboxName.parse(tag).filter(found -> !found.isForeign());
    if (name.isEmpty()) {
      return Optional.empty();
    }
    Mailboxes mailboxes = mail.of(account);
    if (mailboxes.open(name.get()).isPresent()) {
      return name;
    }
    return mailboxes.list().stream()
        .filter(listed -> listed.kind() == Listed.Kind.SELECTABLE)
        .map(Listed::name)
        .filter(there -> there.toString().equalsIgnoreCase(name.get().toString()))
        .findFirst();
  }

  @Override
  public Usage usage(Account account) throws StoreException {
    return mail.of(account).usage();
  }
}
