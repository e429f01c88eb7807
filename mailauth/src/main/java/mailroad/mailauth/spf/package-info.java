/**
 * Whether a host may send mail in the name of a domain: the Sender Policy Framework (RFC 7208).
 */
@NullMarked
package mailroad.mailauth.spf;

import org.jspecify.annotations.NullMarked;
