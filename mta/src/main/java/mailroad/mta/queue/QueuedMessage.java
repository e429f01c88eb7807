package mailroad.mta.queue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.QueueId;
import mailroad.kernel.ReversePath;
import mailroad.mta.routing.Mail;
import mailroad.smtp.DeliverBy;
import mailroad.smtp.MailParameters;
import mailroad.store.BlobId;

/**
 * A message on its way out: all that its recipients share.
 *
 * @param account who handed it in, logged in
 * @param parameters what was said at MAIL and is passed on
 * @param blob what goes out, our Received field in front
 * @param octets its size
 * @param held whether an administrator stopped it
 * @param openItems the numbers of the items that are not done with, ascending
 * @param itemsMade how many items there ever were; the next one's number
 * @param messageIdField for notices and lists; empty if there is none
 */
public record QueuedMessage(
    QueueId id,
    ReversePath sender,
    Optional<EmailAddress> account,
    MailParameters parameters,
    BlobId blob,
    long octets,
    Times times,
    boolean held,
    List<Integer> openItems,
    int itemsMade,
    String messageIdField) {
  /** The record's list does not change. */
  public QueuedMessage {
    openItems = List.copyOf(openItems);
  }

  /**
   * When things are due.
   *
   * @param delayNotice when the sender is told of a delay; empty for never
   */
  public record Times(Instant arrived, Instant expires, Optional<Instant> delayNotice) {
    /** When something is due first that is no attempt. */
    Instant nextDeadline() {
      return delayNotice.filter(at -> at.isBefore(expires)).orElse(expires);
    }
  }

  /** Whether its sender has set a time, so that its end does not follow from its age. */
  boolean hasDeadline() {
    return parameters.handling().deliverBy().isPresent()
        || parameters.handling().release().isPresent();
  }

  /** Whether its sender wants it back rather than late, and it would be late by now (RFC 2852 section 4). */
  boolean isTooLate(Instant now) {
    return parameters.handling().deliverBy().filter(DeliverBy::givesUp).isPresent()
        && deliverBy().filter(by -> !now.isBefore(by)).isPresent();
  }

  /** By when it should arrive, if its sender said so, and what then: see {@code parameters} (RFC 2852). */
  public Optional<Instant> deliverBy() {
    return parameters.handling().deadline(times.arrived());
  }

  /** When it may go out first, if its sender wants it held back (RFC 4865). */
  public Optional<Instant> release() {
    return parameters.handling().release(times.arrived());
  }

  /** What routes may depend on, but for the header section. */
  public Mail mail() {
    return Mail.from(sender).by(account).sized(OptionalLong.of(octets));
  }

  /** The same, handed in by that account. */
  public QueuedMessage withAccount(Optional<EmailAddress> other) {
    return new QueuedMessage(
        id,
        sender,
        other,
        parameters,
        blob,
        octets,
        times,
        held,
        openItems,
        itemsMade,
        messageIdField);
  }

  /** The same, stopped or let go. */
  public QueuedMessage withHeld(boolean other) {
    return new QueuedMessage(
        id,
        sender,
        account,
        parameters,
        blob,
        octets,
        times,
        other,
        openItems,
        itemsMade,
        messageIdField);
  }

  QueuedMessage withItems(List<Integer> open, int made) {
    return new QueuedMessage(
        id, sender, account, parameters, blob, octets, times, held, open, made, messageIdField);
  }
}
