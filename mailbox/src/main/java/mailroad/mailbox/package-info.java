/** Accounts, credentials, mailboxes, messages, flags, change log, quota, search. */
@NullMarked
package mailroad.mailbox;

import org.jspecify.annotations.NullMarked;
