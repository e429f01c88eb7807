/**
 * The commands of IMAP as values, one file each with its grammar (RFC 3501 section 6). {@link
 * mailroad.imap.command.CommandParser} makes one of these, or a reason, of whatever a client sent; nothing
 * here does anything.
 */
@NullMarked
package mailroad.imap.command;

import org.jspecify.annotations.NullMarked;
