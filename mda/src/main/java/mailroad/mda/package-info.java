/** Which mailbox: aliases, subaddresses, catch-all. */
@NullMarked
package mailroad.mda;

import org.jspecify.annotations.NullMarked;
