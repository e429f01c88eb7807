package mailroad.mta.tls.report;

import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.mta.local.LocalDelivery;
import mailroad.store.Batch;
import mailroad.store.StoreException;

/** The mailboxes here, where what is filed at some of them is read as well: on the list in the same batch. */
final class ReadingDelivery implements LocalDelivery {
  private final LocalDelivery under;
  private final Inbox inbox;

  ReadingDelivery(LocalDelivery under, Inbox inbox) {
    this.under = under;
    this.inbox = inbox;
  }

  @Override
  public boolean isLocal(Domain domain) {
    return under.isLocal(domain);
  }

  @Override
  public Lookup lookup(EmailAddress recipient, long octets) throws StoreException {
    return under.lookup(recipient, octets);
  }

  @Override
  public Filing file(Batch batch, Arrival arrival, EmailAddress recipient, Lookup.ToAccount to)
      throws StoreException {
    Filing filing = under.file(batch, arrival, recipient, to);
    if (inbox.reads(recipient, to.account())) {
      inbox.note(batch, arrival, recipient);
    }
    return filing;
  }
}
