/** Resolvers, forwarding and iterative, their cache, and the authoritative ZoneServer. */
@NullMarked
package mailroad.dns;

import org.jspecify.annotations.NullMarked;
