/** Configuration, wiring, command line. */
@NullMarked
package mailroad.app;

import org.jspecify.annotations.NullMarked;
