/**
 * Notices: what is told to a message's sender, to whom, and in which words (RFC 3461, RFC 3464, RFC 6522).
 *
 * <p>{@link mailroad.mta.dsn.DsnRules} decides who hears of what; {@link mailroad.mta.dsn.NoticeWriter}
 * writes the message. Both are pure; the queue puts the notice where all mail goes, from {@code <>}.
 */
@NullMarked
package mailroad.mta.dsn;

import org.jspecify.annotations.NullMarked;
