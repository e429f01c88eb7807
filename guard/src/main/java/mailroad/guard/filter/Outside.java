package mailroad.guard.filter;

import java.io.IOException;
import mailroad.guard.verdict.FilterException;
import mailroad.guard.verdict.Opinion;
import mailroad.guard.verdict.Suspect;
import mailroad.wire.Deadline;

/** A program outside this server that looks at messages. Any number of tasks may ask at once; blocks. */
@FunctionalInterface
interface Outside {
  /**
   * Shows it a message.
   *
   * @throws IOException if it cannot be reached, hangs up, or is not done in time
   * @throws FilterException if what it says makes no sense
   */
  Opinion look(Suspect suspect, Deadline deadline)
      throws IOException, FilterException, InterruptedException;
}
