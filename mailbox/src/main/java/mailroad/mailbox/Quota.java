package mailroad.mailbox;

import java.util.Optional;
import mailroad.kernel.Domain;
import mailroad.records.DomainRecord;
import mailroad.store.StoreException;

/**
 * What an account may hold, and with it all accounts of its domain, as is set now.
 *
 * @param account the account
 * @param domainOctets octets of all messages in the domain; {@link #UNLIMITED} for no limit
 * @param domainMessages messages in the domain; the same
 */
record Quota(Account account, long domainOctets, long domainMessages) {
  static final long UNLIMITED = Long.MAX_VALUE;

  static Quota of(Shelf shelf, Account account) throws StoreException {
    Optional<DomainRecord> record =
        shelf.domains().read(Accounts.domain(account.address().domain()));
    return record.isPresent() && record.get().hasQuota()
        ? new Quota(
            account, record.get().getQuota().getOctets(), record.get().getQuota().getMessages())
        : new Quota(account, UNLIMITED, UNLIMITED);
  }

  /** Whether the domain has a limit of its own. */
  boolean limitsDomain() {
    return domainOctets != UNLIMITED || domainMessages != UNLIMITED;
  }

  Domain domain() {
    return account.address().domain();
  }
}
