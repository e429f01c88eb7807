package mailroad.guard.filter;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;
import mailroad.guard.verdict.FilterException;
import mailroad.guard.verdict.Opinion;
import mailroad.guard.verdict.Suspect;
import mailroad.kernel.Domain;
import mailroad.kernel.World;
import mailroad.wire.Deadline;

/**
 * Shows messages to a milter: the whole session is played to it at once when the message is whole, so the milter sees
 * what Sendmail would have shown it, but answers when clients no longer wait for a reply to each step. What it refuses
 * refuses the message; a recipient that it refuses is refused alone, the session going on with the others, as Sendmail and
 * its library have it ({@code SMFIR_REJECT} and {@code SMFIR_TEMPFAIL} to {@code SMFIC_RCPT}).
 *
 * <p>A connection serves one message after the other where the milter can do that: {@code SMFIC_QUIT_NC} of version
 * 6, after a message that it heard to the end and let go on.
 */
final class Milter implements Outside {
  private final World world;
  private final MilterLine line;
  private final Terms terms;
  private final Domain hostname;
  private final MilterPool pool;

  Milter(World world, MilterLine line, Domain hostname) {
    this.world = world;
    this.line = line;
    this.terms = line.terms();
    this.hostname = hostname;
    this.pool = new MilterPool(world, terms.connectionsMax());
  }

  @Override
  public Opinion look(Suspect suspect, Deadline deadline)
      throws IOException, FilterException, InterruptedException {
    Optional<MilterLink> rested = pool.take();
    if (rested.isPresent()) {
      try {
        return look(suspect, rested.get(), deadline);
      } catch (InterruptedIOException e) {
        throw e;
      } catch (IOException e) {
        if (rested.get().heard()) {
          throw e;
        }
        // It closed the connection while that rested: as good as none.
      }
    }
    return look(
        suspect, MilterLink.open(world, terms.endpoint(), terms.timeLimit(), deadline), deadline);
  }

  private Opinion look(Suspect suspect, MilterLink link, Deadline deadline)
      throws IOException, FilterException {
    boolean well = false;
    try {
      MilterMacros macros = new MilterMacros(suspect, hostname, line.ownMacros());
      MilterSession session =
          new MilterSession(
              new MilterSession.Setting(terms.name(), link, macros, deadline, line.bodyMax()),
              suspect);
      Opinion opinion = session.play();
      well = true;
      leave(link, session);
      return opinion;
    } finally {
      if (!well) {
        link.close();
      }
    }
  }

  /** The answer stands, however the goodbye goes. */
  private void leave(MilterLink link, MilterSession session) {
    if (line.freshConnections() || !link.terms().takesMore() || !session.ready()) {
      link.quit();
      return;
    }
    try {
      link.rest();
      pool.put(link);
    } catch (IOException | FilterException e) {
      link.close();
    }
  }
}
