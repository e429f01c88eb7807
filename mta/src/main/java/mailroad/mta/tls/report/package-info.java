/**
 * Reports about TLS (RFC 8460): what happens to our sessions with other domains is counted, and those that ask for it
 * are told once a day; reports that others send us are read.
 *
 * <p>Out: an attempt says how each new session went ({@link mailroad.mta.tls.report.SessionCounts}, in memory, by domain
 * and day). A task puts that into the store every minute, for all nodes ({@link mailroad.mta.report.CountShelf}),
 * and plans one report for each domain and day, at a random moment after midnight UTC. Another task takes what is due,
 * from whichever node it came ({@link mailroad.mta.tls.report.ReportSender}): it sums up what all nodes counted, asks
 * DNS where the domain wants its report, and hands it over, by mail through the queue or by HTTPS, with retries and an
 * end.
 *
 * <p>In: mail that is filed at one of the addresses where reports arrive is also put on a list, in the same batch ({@link
 * mailroad.mta.tls.report.ReadingDelivery}); a task reads it within bounds ({@link
 * mailroad.mta.tls.report.ReportReader}) and keeps a summary. What reports say is their senders' claim.
 *
 * <p>Two tasks of this program's own; counting never blocks.
 *
 * <p>RFC 8460 (reports), RFC 6522 (multipart/report), RFC 6068 (mailto), RFC 8259 (JSON), RFC 1952 (gzip).
 */
@NullMarked
package mailroad.mta.tls.report;

import org.jspecify.annotations.NullMarked;
