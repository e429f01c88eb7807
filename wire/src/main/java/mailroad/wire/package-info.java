/** Lines, TLS and listening ports: what every mail protocol stands on. */
@NullMarked
package mailroad.wire;

import org.jspecify.annotations.NullMarked;
