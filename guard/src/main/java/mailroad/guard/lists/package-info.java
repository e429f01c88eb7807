/**
 * Which mailing lists an account takes mail from: of a list that its subscriber has let into the inbox before, nothing
 * vanishes. A list is known by its List-Id field (RFC 2919) together with a domain that vouches for the message, since
 * anybody can write the field. {@link mailroad.guard.lists.Subscriptions} learns with the batch that takes a message, and
 * forgets what has long been silent; any number of tasks may use it, and it blocks on the store.
 */
@NullMarked
package mailroad.guard.lists;

import org.jspecify.annotations.NullMarked;
