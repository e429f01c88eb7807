/**
 * What the transfer of mail needs to know of the mailboxes here: {@link mailroad.mta.local.LocalDelivery},
 * which the application connects to the mailboxes. Called in the task of whoever accepts or delivers.
 */
@NullMarked
package mailroad.mta.local;

import org.jspecify.annotations.NullMarked;
