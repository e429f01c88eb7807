package mailroad.mailbox;

import java.time.Instant;
import mailroad.store.BlobId;

/**
 * A message that is to be put into a mailbox; its content is on disk.
 *
 * @param head octets that come before what is in the blob; not to be changed
 * @param blob holds the content
 * @param blobFrom first octet of the blob that belongs to the content
 * @param octets of head and blob together
 * @param flags its first flags
 * @param internalDate its date in the mailbox (RFC 3501 section 2.3.3)
 */
public record Draft(
    byte[] head, BlobId blob, long blobFrom, long octets, Flags flags, Instant internalDate) {
  /** The most octets that may come before what is in the blob. */
  public static final int HEAD_OCTETS_MAX = 16_000;

  /** A message whose parts fit together. */
  public Draft {
    if (head.length > HEAD_OCTETS_MAX) {
      throw new IllegalArgumentException("head of %d octets".formatted(head.length));
    }
    if (blobFrom < 0 || octets < head.length) {
      throw new IllegalArgumentException("the parts of the content do not fit together");
    }
  }

  /** The same with other flags. */
  Draft with(Flags others) {
    return others.equals(flags)
        ? this
        : new Draft(head, blob, blobFrom, octets, others, internalDate);
  }
}
