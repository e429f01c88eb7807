package mailroad.mailbox;

import java.util.Optional;
import mailroad.kernel.Domain;
import mailroad.records.DomainRecord;
import mailroad.store.Key;
import mailroad.store.Store;
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

  static Quota of(Store store, Account account) throws StoreException {
    Key key = Accounts.domain(account.address().domain());
    Optional<Store.Value> value = store.get(key);
    if (value.isEmpty()) {
      return new Quota(account, UNLIMITED, UNLIMITED);
    }
    DomainRecord record = Records.parse(key, value.get(), DomainRecord::parseFrom);
    return new Quota(
        account,
        record.hasQuota() ? record.getQuota().getOctets() : UNLIMITED,
        record.hasQuota() ? record.getQuota().getMessages() : UNLIMITED);
  }

  /** Whether the domain has a limit of its own. */
  boolean limitsDomain() {
    return domainOctets != UNLIMITED || domainMessages != UNLIMITED;
  }

  Domain domain() {
    return account.address().domain();
  }
}
