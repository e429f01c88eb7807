/**
 * Whether a host may send mail in the name of a domain: the Sender Policy Framework (RFC 7208).
 *
 * <p>{@link mailroad.mailauth.spf.SpfVerifier} is asked about the name that a host gave and about the reverse-path. A
 * check asks DNS for the domain's record, reads it (or remembers how it was read), and walks through its terms until one
 * matches, within the limits of {@link mailroad.mailauth.spf.SpfConfig}; terms may lead to other records. The result
 * carries the record and the terms that were looked at. A check runs in the task that asks for it, which waits for DNS.
 *
 * <p>RFC 7208 (all of it but the Received-SPF field), RFC 8616 section 4 (names and senders beyond ASCII).
 */
@NullMarked
package mailroad.mailauth.spf;

import org.jspecify.annotations.NullMarked;
