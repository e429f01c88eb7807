/**
 * The program: {@link mailroad.app.Main} reads the command line, {@link mailroad.app.Node} wires one whole
 * Mailroad from its configuration by plain constructors. No decision about mail is made here.
 */
@NullMarked
package mailroad.app;

import org.jspecify.annotations.NullMarked;
