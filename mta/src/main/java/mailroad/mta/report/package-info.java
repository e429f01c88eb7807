/**
 * What reports to other domains, and theirs to us, have in common, whatever they are about: the day and the domain that one
 * is about, who takes it for the queue, how messages that may bring one wait to be read ({@link mailroad.mta.report.Tray}),
 * and how what they bring is found and unpacked within bounds ({@link mailroad.mta.report.Enclosure}). No task of its own.
 */
@NullMarked
package mailroad.mta.report;

import org.jspecify.annotations.NullMarked;
