/**
 * Header fields and structure of messages, read from whatever octets came, and never re-serialised.
 *
 * <p>{@link mailroad.mime.Octets} is a message that can be read at any place; {@link
 * mailroad.mime.Header} finds its fields and says where each stands; {@link mailroad.mime.Structure}
 * finds its parts. All of them are total: any octets are read as something, within the bounds that
 * {@link mailroad.mime.MimeLimits} names, in time linear in their number. No thread of its own, and no
 * I/O but through {@link mailroad.mime.Octets}.
 *
 * <p>RFC 5322 (header fields, addresses), RFC 2045 and 2046 (MIME), RFC 2047 (encoded words), RFC 2183
 * (disposition), RFC 2231 (parameters), RFC 6532 (UTF-8 in headers), RFC 6522, RFC 3464 and RFC 3798 (reports), RFC
 * 6152 section 3 (made 7-bit).
 */
@NullMarked
package mailroad.mime;

import org.jspecify.annotations.NullMarked;
