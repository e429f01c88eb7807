/**
 * The grammar of SMTP: what both sides of a session speak in.
 *
 * <p>Here live the values of an envelope ({@link mailroad.smtp.Envelope}, {@link
 * mailroad.smtp.MailParameters}, {@link mailroad.smtp.Recipient}) with the way they are written and
 * read on the wire. {@code mailroad.smtp.server} takes messages in, {@code mailroad.smtp.client}
 * sends them on; neither knows of queues, routes or mailboxes. Nothing in this package waits, so
 * that any task may use it.
 *
 * <p>RFC 5321 (SMTP), RFC 1870 (SIZE), RFC 6152 (8BITMIME), RFC 6531 (SMTPUTF8), RFC 3461 (DSN),
 * RFC 6533 (internationalised DSN addresses), RFC 4954 (AUTH).
 */
@NullMarked
package mailroad.smtp;

import org.jspecify.annotations.NullMarked;
