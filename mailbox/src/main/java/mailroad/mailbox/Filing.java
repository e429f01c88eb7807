package mailroad.mailbox;

import java.util.Set;
import mailroad.store.Batch;
import mailroad.store.Key;
import mailroad.store.Store;

/**
 * A message on its way into a mailbox with somebody's batch; see {@link Mailbox#deliver}.
 *
 * @param account whose mailbox
 * @param mailbox into which, as it was called when the batch was built
 * @param box the key of the mailbox
 * @param counters those that quotas bound
 * @param uid will hold the UID
 */
public record Filing(
    Account account, MailboxName mailbox, Key box, Set<Key> counters, Batch.Slot uid) {
  /** The record's set does not change. */
  public Filing {
    counters = Set.copyOf(counters);
  }

  static Set<Key> counters(AccountKeys account) {
    return Set.of(
        account.octets(),
        account.messages(),
        Accounts.domainOctets(account.domain()),
        Accounts.domainMessages(account.domain()));
  }

  /** The UID that the message got, once the batch is committed. */
  public long uid(Store.Commit.Done done) {
    return done.slot(uid);
  }

  /** Whether the batch was refused because the account has no room for this message. */
  public boolean isOverQuota(Store.Commit.Refused refused) {
    return refused.assertion() instanceof Batch.AssertAtMost(Key counter, long _)
        && counters.contains(counter);
  }

  /** Whether the batch was refused because the mailbox was deleted: decide anew where to file. */
  public boolean isGone(Store.Commit.Refused refused) {
    return refused.assertion() instanceof Batch.AssertEqual(Key key, byte[] _)
        && key.startsWith(box);
  }
}
