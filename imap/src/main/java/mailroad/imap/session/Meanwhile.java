package mailroad.imap.session;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import mailroad.kernel.Bell;
import mailroad.kernel.Task;
import mailroad.store.StoreException;
import mailroad.wire.Wire;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the client what others do while its session waits for it: amid IDLE (RFC 2177), and with NOTIFY (RFC 5465) between any
 * two commands.
 *
 * <p>The session's task waits for the client; a second one waits for a bell, and now and then looks without having heard it,
 * since the bell is a hint. Only that one writes and uses what the session knows while the first waits; the first joins it
 * before it goes on.
 */
final class Meanwhile {
  private static final Logger LOG = LoggerFactory.getLogger(Meanwhile.class);

  private final Session.Surroundings around;
  private final Wire wire;
  private final Responses out;
  private volatile boolean over;

  Meanwhile(Session.Surroundings around, Wire wire, Responses out) {
    this.around = around;
    this.wire = wire;
    this.out = out;
  }

  /** What is told. */
  interface News {
    /** Rings when there may be something; the same one as long as the session's task waits. */
    Bell bell();

    /** Tells it. */
    void tell() throws IOException, StoreException;
  }

  /** What the session's task does: it waits for the client and writes nothing. */
  interface Waiting<T> {
    T await() throws IOException;
  }

  /**
   * Waits for the client, and tells news until then. What there is already must have been told after {@code seen} was read.
   *
   * @param seen what the bell's {@link Bell#rings} was
   * @param stillHere how often to say that we are, for the sake of middle boxes that forget silent connections
   */
  <T> T await(News news, long seen, Optional<Duration> stillHere, Waiting<T> waiting)
      throws IOException, InterruptedException {
    Task telling =
        around
            .world()
            .start("imap news " + wire.peer(), () -> tellUntilOver(news, seen, stillHere));
    try {
      return waiting.await();
    } finally {
      over = true;
      news.bell().ring();
      join(telling);
    }
  }

  /** The teller ends at once, unless the client does not take what it writes: then the connection is cut. */
  private void join(Task telling) throws InterruptedException {
    try {
      telling.join();
    } catch (InterruptedException e) {
      wire.close();
      throw e;
    }
  }

  private void tellUntilOver(News news, long seenAtFirst, Optional<Duration> stillHere)
      throws InterruptedException {
    long seen = seenAtFirst;
    Instant next = next(stillHere);
    try {
      while (!over) {
        news.bell().await(seen, nap(next));
        seen = news.bell().rings();
        if (over) {
          return;
        }
        news.tell();
        if (!around.world().now().isBefore(next)) {
          out.untagged("OK Still here");
          next = next(stillHere);
        }
        out.flush();
      }
    } catch (IOException e) {
      wire.close(); // the client has left: the one who waits for it learns of it so
    } catch (StoreException e) {
      LOG.error("imap news failed peer={}", wire.peer(), e);
      wire.close();
    }
  }

  private Instant next(Optional<Duration> stillHere) {
    return stillHere.map(interval -> around.world().now().plus(interval)).orElse(Instant.MAX);
  }

  private Duration nap(Instant stillHere) {
    Duration check = around.config().idleCheckInterval();
    Instant now = around.world().now();
    Duration nap = stillHere.isBefore(now.plus(check)) ? Duration.between(now, stillHere) : check;
    return nap.isNegative() ? Duration.ZERO : nap;
  }
}
