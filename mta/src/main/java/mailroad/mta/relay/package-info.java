/**
 * What a hub or backup MX does for the domains behind it.
 *
 * <p>Before it takes mail for a relay domain, {@link mailroad.mta.relay.RecipientCheck} sees to it that the recipient
 * exists: by a list, or by asking the next hop ({@link mailroad.mta.relay.Callout}), whose answers are remembered in the
 * store ({@link mailroad.mta.relay.Answers}); so
 * nothing is accepted that has to go back to a sender who may be forged. {@link mailroad.mta.relay.FlushRule} says who
 * may have the mail flow that waits for a domain (RFC 1985).
 *
 * <p>All of it runs in the SMTP session's task; a callout blocks it, for a bounded time.
 */
@NullMarked
package mailroad.mta.relay;

import org.jspecify.annotations.NullMarked;
