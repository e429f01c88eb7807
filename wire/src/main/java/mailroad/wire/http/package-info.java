/**
 * A small client for documents that mail needs from the web: MTA-STS policies, and reports that are handed in.
 *
 * <p>{@link mailroad.wire.http.HttpsClient} makes one connection for one {@link mailroad.wire.http.Request}, to
 * addresses that the caller looked up and found fit, checks the certificate, reads one answer within bounds of size
 * and time, and closes. No redirects, no cookies, no compression, no caches. It blocks the calling task and starts
 * none.
 *
 * <p>{@link mailroad.wire.http.PlainHttp} hands content to programs of our own, such as filters, in the clear.
 *
 * <p>RFC 9110 and RFC 9112 (HTTP/1.1), as far as that takes; RFC 9525 (host names in certificates).
 */
@NullMarked
package mailroad.wire.http;

import org.jspecify.annotations.NullMarked;
