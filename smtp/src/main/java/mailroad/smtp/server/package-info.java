/**
 * Takes messages in over SMTP.
 *
 * <p>A session reads a line, makes a {@link mailroad.smtp.Envelope} of what was said, and asks its
 * owner at each step: {@link mailroad.smtp.server.Reception} says who may send what to whom, and
 * {@link mailroad.smtp.server.Incoming} takes the content as it comes and answers for it. One
 * session is one task, which also runs all calls to the owner.
 *
 * <p>RFC 5321, RFC 2920 (PIPELINING), RFC 1870 (SIZE), RFC 6152 (8BITMIME), RFC 6531 (SMTPUTF8), RFC
 * 2034 (ENHANCEDSTATUSCODES), RFC 3207 (STARTTLS), RFC 4954 (AUTH), RFC 3461 (DSN), RFC 6409
 * (submission), RFC 3030 (CHUNKING, BINARYMIME), RFC 2852 (DELIVERBY), RFC 4865 (FUTURERELEASE), RFC 6710
 * (MT-PRIORITY), RFC 8689 (REQUIRETLS), RFC 9422 (LIMITS), RFC 1985 (ETRN), RFC 2033 (LMTP).
 */
@NullMarked
package mailroad.smtp.server;

import org.jspecify.annotations.NullMarked;
