/**
 * Talks a scripted dialogue to a server: for the lab, the command line and the tests of every protocol.
 *
 * <p>A {@link mailroad.wire.script.Script} is read from text that looks like the examples in RFCs, and is
 * played by one task over connections that a caller opens. It ends as planned or says at which line the
 * server answered otherwise; {@link mailroad.wire.script.Outcome} tells, with the dialogue as it went.
 */
@NullMarked
package mailroad.wire.script;

import org.jspecify.annotations.NullMarked;
