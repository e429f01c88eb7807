/**
 * What reports to other domains, and theirs to us, have in common, whatever they are about: the day and the domain that one
 * is about, who takes it for the queue, and how one that arrives is unpacked within bounds. No task of its own.
 */
@NullMarked
package mailroad.mta.report;

import org.jspecify.annotations.NullMarked;
