/**
 * What reports to other domains, and theirs to us, have in common, whatever they are about.
 *
 * <p>Out: what a node counts of a domain on a day ({@link mailroad.mta.report.DayCounts}, in memory) is put into the store
 * every minute, for all nodes, which plans one report for each domain and day ({@link mailroad.mta.report.CountShelf}). What
 * is due is made and handed over in tasks of its own ({@link mailroad.mta.report.ReportDesk}), by whichever node has it in
 * hand ({@link mailroad.mta.report.DueReport}). What is counted, how it is written and who is asked about it, each kind of
 * report says itself ({@link mailroad.mta.report.ReportKind}, {@link mailroad.mta.report.ReportDesk.Sender}).
 *
 * <p>In: how messages that may bring one wait to be read ({@link mailroad.mta.report.Tray}), and how what they bring is found
 * and unpacked within bounds ({@link mailroad.mta.report.Enclosure}).
 *
 * <p>Two tasks for each kind of report that is sent; counting never blocks.
 *
 * <p>RFC 7489 section 7.2, RFC 8460 section 4.1.
 */
@NullMarked
package mailroad.mta.report;

import org.jspecify.annotations.NullMarked;
