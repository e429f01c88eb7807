/**
 * A small client of other IMAP servers (RFC 3501), for moving house: it logs in, lists mailboxes and fetches messages, and
 * changes nothing there. TLS from the first octet (RFC 8314) or by STARTTLS; SASL by {@code sasl}, the strongest mechanism on
 * offer. Used by one task.
 */
@NullMarked
package mailroad.transfer.imap;

import org.jspecify.annotations.NullMarked;
