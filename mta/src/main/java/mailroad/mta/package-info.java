/** Intake, routing, queue, delivery and notices. */
@NullMarked
package mailroad.mta;

import org.jspecify.annotations.NullMarked;
