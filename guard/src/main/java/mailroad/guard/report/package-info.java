/**
 * Aggregate reports of DMARC (RFC 7489 section 7.2): what became of messages in the name of domains that ask for it is
 * counted, and told once a day.
 *
 * <p>Out: the guard tells what became of each message ({@link mailroad.guard.report.DmarcReports#witness}, in memory, by the
 * domain whose record it is and day). A task puts that into the store every minute, for all nodes, and plans one report for
 * each domain and day, at a random moment after midnight UTC. Another task takes what is due, from whichever node it came,
 * sums up what all nodes counted, asks DNS where the domain wants its report and whether those others agree, and hands it
 * over to the queue.
 *
 * <p>RFC 7489 (reports, destinations), RFC 1952 (gzip).
 */
@NullMarked
package mailroad.guard.report;

import org.jspecify.annotations.NullMarked;
