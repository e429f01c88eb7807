/**
 * Signatures of domains over messages: DKIM (RFC 6376, RFC 8301, RFC 8463), verified and made.
 */
@NullMarked
package mailroad.mailauth.dkim;

import org.jspecify.annotations.NullMarked;
