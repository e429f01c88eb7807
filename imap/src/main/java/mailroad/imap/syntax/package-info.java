/**
 * The pieces of IMAP's grammar (RFC 3501 section 9): atoms, strings, literals, numbers, sets, dates,
 * mailbox names. All of it is pure, total and bounded: what does not fit is {@link
 * mailroad.imap.syntax.Malformed} with a reason for the client.
 */
@NullMarked
package mailroad.imap.syntax;

import org.jspecify.annotations.NullMarked;
