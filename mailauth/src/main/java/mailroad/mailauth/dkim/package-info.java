/**
 * Signatures of domains over messages: DKIM (RFC 6376, RFC 8301, RFC 8463), verified and made.
 *
 * <p>{@link mailroad.mailauth.dkim.DkimVerifier} reads each {@link mailroad.mailauth.dkim.SignatureField}, asks DNS by a
 * {@link mailroad.mailauth.dkim.KeyLookup} for its {@link mailroad.mailauth.dkim.KeyRecord}, has {@link
 * mailroad.mailauth.dkim.BodyHashes} hash the body once for all, and lets {@link
 * mailroad.mailauth.dkim.SignatureCheck} judge. All runs in the task that asks, which waits for DNS; nothing here has
 * threads of its own.
 */
@NullMarked
package mailroad.mailauth.dkim;

import org.jspecify.annotations.NullMarked;
