package mailroad.guard.report.received;

import java.time.Instant;
import mailroad.guard.report.Tally;
import mailroad.kernel.Domain;

/**
 * What a report says (RFC 7489 appendix C, RFC 9990).
 *
 * @param organization who reports, in its own words
 * @param contact whom to ask; empty if it does not say
 * @param id told apart by this from its sender's others
 * @param start of the time that it is about
 * @param domain whose record the messages were judged by
 * @param policy what that record wanted, such as {@code quarantine}; empty if it does not say
 * @param rowsUnread rows without an address or a count that can be read
 * @param tally the messages
 */
public record Feedback(
    String organization,
    String contact,
    String id,
    Instant start,
    Instant end,
    Domain domain,
    String policy,
    int rowsUnread,
    Tally tally) {}
