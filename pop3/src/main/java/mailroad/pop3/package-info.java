/** POP3 over the mailboxes. */
@NullMarked
package mailroad.pop3;

import org.jspecify.annotations.NullMarked;
