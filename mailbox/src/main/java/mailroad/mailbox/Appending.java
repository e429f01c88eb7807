package mailroad.mailbox;

import java.util.ArrayList;
import java.util.List;
import mailroad.records.LogRecord;
import mailroad.records.MessageRecord;
import mailroad.store.Batch;
import mailroad.store.ValueForm;

/**
 * The ops that put messages into a mailbox. UIDs and modseq come from counters at the commit, so that two tasks that
 * append at once never refuse each other.
 */
final class Appending {
  private Appending() {}

  /**
   * Adds messages to a mailbox.
   *
   * @return the slots of their UIDs, in order
   */
  static List<Batch.Slot> add(Batch batch, Box box, List<Incoming> messages) {
    batch.assertEqual(box.live(), Box.LIVE);
    Batch.Slot modseq = batch.addAndGet(box.counter(Counts.MODSEQ), 1);
    List<Batch.Slot> uids = new ArrayList<>(messages.size());
    Delta delta = new Delta();
    for (Incoming message : messages) {
      MessageRecord record = message.record();
      Batch.Slot uid = batch.addAndGet(box.counter(Counts.UID), 1);
      uids.add(uid);
      batch.put(
          box.message(uid),
          ValueForm.of(record.toByteArray()).fixed64(MessageRecord.MODSEQ_FIELD_NUMBER, modseq));
      batch.reference(Records.blob(record), box.message(uid));
      message.outline().ifPresent(outline -> batch.put(box.outline(uid), ValueForm.of(outline)));
      message.link().ifPresent(link -> link.addTo(batch));
      delta.add(record);
    }
    batch.assertAtMost(box.counter(Counts.UID), UidSet.UID_MAX - 1);
    batch.put(
        box.log(modseq),
        ValueForm.of(new byte[0])
            .fixed64(LogRecord.APPENDED_FIRST_FIELD_NUMBER, uids.getFirst())
            .fixed64(LogRecord.APPENDED_LAST_FIELD_NUMBER, uids.getLast()));
    delta.fresh(messages.size());
    delta.addTo(batch, box);
    return uids;
  }

  /** Counts messages against the quota of an account, which may not be exceeded. */
  static void charge(Batch batch, Quota quota, Delta delta) {
    Account account = quota.account();
    AccountKeys keys = new AccountKeys(account);
    batch.add(keys.octets(), delta.octets());
    batch.assertAtMost(keys.octets(), account.quotaOctets());
    batch.add(keys.messages(), delta.messages());
    batch.assertAtMost(keys.messages(), account.quotaMessages());
    count(batch, keys, delta);
    if (quota.limitsDomain()) {
      batch.assertAtMost(Accounts.domainOctets(keys.domain()), quota.domainOctets());
      batch.assertAtMost(Accounts.domainMessages(keys.domain()), quota.domainMessages());
    }
  }

  /** Takes messages that went off the account's use. */
  static void discharge(Batch batch, AccountKeys account, Delta delta) {
    batch.add(account.octets(), delta.octets());
    batch.add(account.messages(), delta.messages());
    count(batch, account, delta);
  }

  /** The use of the domain is counted whether it is limited or not, so that it can be at any time. */
  private static void count(Batch batch, AccountKeys account, Delta delta) {
    if (!account.domain().isEmpty()) {
      batch.add(Accounts.domainOctets(account.domain()), delta.octets());
      batch.add(Accounts.domainMessages(account.domain()), delta.messages());
    }
  }
}
