package mailroad.mda;

import java.time.Instant;
import mailroad.kernel.ReversePath;
import mailroad.store.BlobId;

/**
 * A message that is to be filed.
 *
 * @param sender the envelope's reverse-path
 * @param blob its content, our Received field already in front
 * @param octets size of the blob
 * @param arrived when this server took it
 * @param bringsReturnPath whether it may have Return-Path fields of its own; false spares looking for them
 * @param junk whether it goes into the account's mailbox for junk
 */
public record Delivered(
    ReversePath sender,
    BlobId blob,
    long octets,
    Instant arrived,
    boolean bringsReturnPath,
    boolean junk) {}
