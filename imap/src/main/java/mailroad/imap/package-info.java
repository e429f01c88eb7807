/**
 * IMAP4rev1 over the mailboxes.
 *
 * <p>{@link mailroad.imap.ImapServer} is what a {@link mailroad.wire.Listener} serves. A connection is
 * one session, run by one task from the greeting to the end ({@code mailroad.imap.session}); only IDLE
 * has a second task, which tells what happens while the first waits for the client. A session reads a
 * command with its literals ({@code session.RequestReader}), takes it apart into a value ({@code
 * mailroad.imap.command}, by the grammar's pieces in {@code mailroad.imap.syntax}), and carries it out
 * on the mailbox. Each session keeps its own view of the selected mailbox ({@code session.View}), brought
 * up to date only where the protocol allows it.
 *
 * <p>RFC 3501, 2177, 2342, 2971, 3348, 3691, 4315, 4959, 5161, 5530, 6154, 6851, 7888.
 */
@NullMarked
package mailroad.imap;

import org.jspecify.annotations.NullMarked;
