package mailroad.mailbox;

import mailroad.kernel.World;
import mailroad.store.Store;
import mailroad.store.StoreException;

/** The mailboxes of all accounts. Any number of tasks may use it at once. */
public final class MailStore {
  private final Shelf shelf;

  /** The mailboxes that stand in a store. */
  public MailStore(World world, Store store, MailboxConfig config) {
    this.shelf = new Shelf(world, store, config);
  }

  /** The mailboxes of one account. */
  public Mailboxes of(Account account) {
    return new Mailboxes(shelf, account);
  }

  /**
   * Goes on with what was being removed when the server ended: messages of deleted mailboxes, mailboxes of removed
   * accounts. To be called once after the start; may take long and be interrupted by a crash at any point.
   */
  public void resumeRemovals() throws StoreException {
    new Purge(shelf).resume();
  }
}
