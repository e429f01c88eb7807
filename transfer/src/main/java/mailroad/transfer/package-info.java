/**
 * Mailboxes from elsewhere and to elsewhere: what the formats are, apart from files and folders, which {@code app} reads and
 * writes.
 *
 * <p>A {@link mailroad.transfer.Source} gives messages, each with a {@link mailroad.transfer.Label} that says into which
 * mailbox, with which flags and date, and a mark by which a second run knows it again; a {@link mailroad.transfer.Taker}
 * carries them to the server. {@link mailroad.transfer.MboxReader} and {@link mailroad.transfer.MboxWriter} know mbox in all
 * its quotings (RFC 4155 and practice), {@link mailroad.transfer.MaildirNames} the names of files and folders of Maildir and
 * Maildir++; {@code mailroad.transfer.imap} is a client of other IMAP servers. All of it is used by one task.
 */
@NullMarked
package mailroad.transfer;

import org.jspecify.annotations.NullMarked;
