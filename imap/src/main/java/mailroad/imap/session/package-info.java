/**
 * One client's talk, from the greeting to the end (RFC 3501 section 3).
 *
 * <p>{@link mailroad.imap.session.Session} is the loop: a {@code RequestReader} reads a command, the
 * session finds out whether the {@code State} allows it, hands it to the one class that carries it out
 * ({@code Fetching}, {@code Searching}, {@code Appending} ...), tells what else has happened, and sends the
 * {@code Completion}. A {@code View} is what the client believes of the selected mailbox; it changes only
 * together with the response that tells so. All runs in the session's own task, but for {@code Idling}.
 */
@NullMarked
package mailroad.imap.session;

import org.jspecify.annotations.NullMarked;
