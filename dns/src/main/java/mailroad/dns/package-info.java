/**
 * Resolvers, forwarding and iterative, their cache, and the authoritative ZoneServer.
 *
 * @see mailroad.dns.Resolver
 */
@NullMarked
package mailroad.dns;

import org.jspecify.annotations.NullMarked;
