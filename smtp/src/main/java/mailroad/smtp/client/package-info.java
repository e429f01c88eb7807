/**
 * Sends messages on over SMTP.
 *
 * <p>{@link mailroad.smtp.client.SmtpClient} opens a session over a connection that its caller made,
 * and a {@link mailroad.smtp.client.SmtpSession} then carries one transaction after another. What the
 * other side says is a value ({@link mailroad.smtp.client.Opening}, {@link
 * mailroad.smtp.client.Outcome}); which host to try, and when again, is the caller's affair. All runs
 * in the caller's task.
 *
 * <p>RFC 5321, RFC 2920 (PIPELINING), RFC 1870 (SIZE), RFC 6152 (8BITMIME), RFC 6531 (SMTPUTF8), RFC
 * 3207 (STARTTLS), RFC 4954 (AUTH), RFC 3461 (DSN), RFC 3030 (CHUNKING, BINARYMIME), RFC 2852 (DELIVERBY), RFC
 * 6710 (MT-PRIORITY), RFC 8689 (REQUIRETLS), RFC 9422 (LIMITS), RFC 2033 (LMTP).
 */
@NullMarked
package mailroad.smtp.client;

import org.jspecify.annotations.NullMarked;
