/**
 * Letters about mail that is kept: to owners of mailboxes a list of what was kept from them, at set times; to senders who
 * are no forgery a word that their mail waits; and the letter that a released message goes in. {@link
 * mailroad.guard.quarantine.tell.Teller} is one task; each letter leaves in the batch that says that it was sent. They come
 * from {@code <>} and the postmaster, say so to robots (RFC 3834), and are judged by nobody.
 */
@NullMarked
package mailroad.guard.quarantine.tell;

import org.jspecify.annotations.NullMarked;
