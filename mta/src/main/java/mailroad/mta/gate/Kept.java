package mailroad.mta.gate;

import java.util.List;
import mailroad.kernel.QueueId;
import mailroad.smtp.Envelope;
import mailroad.smtp.Recipient;
import mailroad.store.BlobId;

/**
 * A message as it will lie in the store.
 *
 * @param envelope with all recipients, wherever their copies go
 * @param quarantined those whose copies go nowhere for now
 * @param blob the content with all that was put in front
 * @param octets size of the blob
 */
public record Kept(
    QueueId id, Envelope envelope, List<Recipient> quarantined, BlobId blob, long octets) {
  /** The record's list does not change. */
  public Kept {
    quarantined = List.copyOf(quarantined);
  }
}
