/**
 * Aggregate reports of DMARC that others send about mail in the name of our domains (RFC 7489 section 7.2, RFC 9990).
 *
 * <p>In: the guard sees a message that may bring one, at the addresses where they are read or that a domain's own record
 * names, and lays it into a tray with the batch that takes it, beside what vouches for it. It is delivered like any other.
 * A task reads the tray ({@link mailroad.guard.report.received.Inbox}): the attachment is unpacked and its XML read within
 * bounds ({@link mailroad.guard.report.received.FeedbackReader}), without document types or entities; what is sound,
 * about a domain of ours and new is kept for a time. What became of it stands in the journey of its message.
 *
 * <p>Out: sums by domain and by sending address ({@link mailroad.guard.report.received.Overview}). A report is its
 * sender's claim: one whose mail nobody vouches for is shown, and by default not counted.
 *
 * <p>RFC 7489 appendix C and RFC 9990 (XML), RFC 1952 (gzip).
 */
@NullMarked
package mailroad.guard.report.received;

import org.jspecify.annotations.NullMarked;
