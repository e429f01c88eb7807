/**
 * Takes messages over: from here on this server answers for them.
 *
 * <p>{@link mailroad.mta.intake.Intake} is what an SMTP session asks: who may send what to whom, decided at RCPT,
 * before any content comes. The content goes to a blob as it arrives ({@link
 * mailroad.mta.intake.MessageWriter}), our Received field in front of it. When it is whole, {@link
 * mailroad.mta.intake.Acceptance} finds each recipient's way ({@link mailroad.mta.intake.Plan}) and commits one
 * batch: mail for mailboxes here is filed, the rest is queued, the events are written. Only then is 250 said (RFC
 * 5321 section 6.1). Notices and messages made on this machine go the same way.
 *
 * <p>All runs in the session's or the attempt's task.
 *
 * <p>RFC 5321 sections 3.6, 4.4, 6.1 to 6.3, RFC 6409 (submission), RFC 3461 section 5.2 (notices),
 * RFC 1985 (ETRN), RFC 2033 section 4.2 (an answer for each recipient), RFC 8689 section 5 (TLS-Required).
 */
@NullMarked
package mailroad.mta.intake;

import org.jspecify.annotations.NullMarked;
