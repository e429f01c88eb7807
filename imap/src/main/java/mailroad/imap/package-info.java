/** IMAP over the mailboxes. */
@NullMarked
package mailroad.imap;

import org.jspecify.annotations.NullMarked;
