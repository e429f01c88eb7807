package mailroad.mailbox;

import java.util.List;
import java.util.Optional;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.World;
import mailroad.store.Store;
import mailroad.store.StoreException;

/** The mailboxes of all accounts. Any number of tasks may use it at once. */
public final class MailStore {
  private final Shelf shelf;

  /** The mailboxes that stand in a store. */
  public MailStore(World world, Store store, MailboxConfig config) {
    this(world, store, config, Witness.NONE);
  }

  /** The same; what users do with messages is told to a witness. */
  public MailStore(World world, Store store, MailboxConfig config, Witness witness) {
    this.shelf = new Shelf(world, store, config, witness);
  }

  /** The mailboxes of one account. */
  public Mailboxes of(Account account) {
    return new Mailboxes(shelf, account);
  }

  /**
   * Sets the quota of an account, by its address, or of a domain, as {@code @b.example}; {@link Long#MAX_VALUE} for no limit.
   */
  public Outcome<Outcome.Nothing> quota(String root, long octets, long messages)
      throws StoreException {
    return new Quotas(shelf).set(root, octets, messages);
  }

  /** What bounds how much an account may hold; none if there is no such account. */
  public List<QuotaRoot> quotaRoots(EmailAddress address) throws StoreException {
    Optional<Account> account = Accounts.find(shelf, address);
    return account.isEmpty() ? List.of() : of(account.get()).quotaRoots();
  }

  /**
   * Goes on with what was being removed when the server ended: messages of deleted mailboxes, mailboxes of removed
   * accounts. To be called once after the start; may take long and be interrupted by a crash at any point.
   */
  public void resumeRemovals() throws StoreException {
    new Purge(shelf).resume();
  }
}
