package mailroad.mta.queue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import mailroad.journal.Journal;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.QueueId;
import mailroad.mta.dsn.Action;
import mailroad.mta.queue.QueuedItem.Said;
import mailroad.smtp.Recipient;
import mailroad.store.Batch;
import mailroad.store.StoreException;

/** Tells senders what became of their mail (RFC 3464). */
public interface Notices {
  /**
   * Writes a notice and adds it to the batch, as mail for its sender: filed or queued like any other.
   *
   * @return the notice's id; empty if nobody can or wants to be told
   */
  Optional<QueueId> add(Batch batch, Journal.Draft draft, Notice notice) throws StoreException;

  /**
   * A notice to be sent.
   *
   * @param about the message
   * @param told the recipients that it is about
   */
  record Notice(Action action, QueuedMessage about, List<Told> told) {
    /** The record's list does not change. */
    public Notice {
      told = List.copyOf(told);
    }
  }

  /**
   * What is told about one recipient.
   *
   * @param said by the other side, or by us
   * @param expired whether it was given up only because time is over
   * @param at when that was
   */
  record Told(Recipient recipient, Said said, boolean expired, Instant at) {
    /** The recipient's address. */
    public EmailAddress address() {
      return recipient.address();
    }
  }
}
