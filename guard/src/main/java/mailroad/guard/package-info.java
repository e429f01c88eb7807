/**
 * Who guards the gate. {@link mailroad.guard.Guard} answers the questions of {@link mailroad.mta.gate.Gate}: the door
 * looks at connections, filters look at messages and give evidence, a policy turns the sum of it into what is done.
 * Called by the tasks of SMTP sessions, which may wait.
 */
@NullMarked
package mailroad.guard;

import org.jspecify.annotations.NullMarked;
