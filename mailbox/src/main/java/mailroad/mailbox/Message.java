package mailroad.mailbox;

import java.time.Instant;

/**
 * What a mailbox knows of a message, its content apart: see {@link Mailbox#content}. As of one moment.
 *
 * @param uid its number in this mailbox; grows, is never used again
 * @param modseq number of its last change in this mailbox (RFC 7162)
 * @param flags its flags
 * @param internalDate when it was delivered, or the date that APPEND gave (RFC 3501 section 2.3.3)
 * @param octets size of its content, CRLF line ends as stored
 */
public record Message(long uid, long modseq, Flags flags, Instant internalDate, long octets) {}
