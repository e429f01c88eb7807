package mailroad.mda;

import java.util.Optional;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.mailbox.Account;
import mailroad.mailbox.Alias;
import mailroad.mailbox.MailboxName;
import mailroad.mailbox.Usage;
import mailroad.store.StoreException;

/** What {@link Resolving} asks about; each question is about exactly what it names. */
public interface Addresses {
  /** Whether mail for the domain ends here. */
  boolean isLocal(Domain domain) throws StoreException;

  /** The account of exactly this address. */
  Optional<Account> account(EmailAddress address) throws StoreException;

  /** The alias of exactly this address. */
  Optional<Alias> alias(EmailAddress address) throws StoreException;

  /** The catch-all of a domain. */
  Optional<Alias> catchAll(Domain domain) throws StoreException;

  /** The account that was there first, of those of the domain if it has any. */
  Optional<Account> firstAccount(Domain domain) throws StoreException;

  /** The account's mailbox that is named like a tag, in any case. */
  Optional<MailboxName> mailboxNamed(Account account, String tag) throws StoreException;

  /** How much of its quota the account uses. */
  Usage usage(Account account) throws StoreException;
}
