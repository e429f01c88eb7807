/**
 * What a domain wants done with mail in its name that nothing vouches for: DMARC (RFC 7489).
 */
@NullMarked
package mailroad.mailauth.dmarc;

import org.jspecify.annotations.NullMarked;
