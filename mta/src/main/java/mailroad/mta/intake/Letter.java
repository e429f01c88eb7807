package mailroad.mta.intake;

import java.util.List;
import mailroad.kernel.Event;
import mailroad.kernel.QueueId;
import mailroad.smtp.Envelope;
import mailroad.smtp.Recipient;
import mailroad.store.BlobId;

/**
 * A message that lies on disk and is to be taken over.
 *
 * @param octets size of the blob
 * @param messageIdField empty if it has none
 */
record Letter(
    QueueId id,
    Envelope envelope,
    BlobId blob,
    long octets,
    Event.Source source,
    String messageIdField) {
  /** The same to other recipients. */
  Letter to(List<Recipient> others) {
    return new Letter(
        id,
        new Envelope(envelope.sender(), envelope.parameters(), others),
        blob,
        octets,
        source,
        messageIdField);
  }
}
