package mailroad.mta.tls.report;

import java.time.Instant;

/**
 * A report (RFC 8460 section 4).
 *
 * @param organization who reports
 * @param contact whom to ask about it
 * @param id unique, by which a second copy is known
 * @param start of the time that it is about
 * @param end its last second
 */
public record TlsReport(
    String organization, String contact, String id, Instant start, Instant end, Tally tally) {}
