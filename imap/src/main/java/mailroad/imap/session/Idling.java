package mailroad.imap.session;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import mailroad.kernel.Bell;
import mailroad.kernel.Task;
import mailroad.store.Store;
import mailroad.store.StoreException;
import mailroad.wire.LineTooLongException;
import mailroad.wire.Wire;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * IDLE: RFC 2177.
 *
 * <p>The session's task waits for the client's DONE; a second one waits for the mailbox's bell, and now and then looks
 * without having heard it, since the bell is a hint. Only that one writes and uses the view while the first waits;
 * the first joins it before it goes on.
 */
final class Idling {
  private static final Logger LOG = LoggerFactory.getLogger(Idling.class);
  private static final int DONE_OCTETS_MAX = 1_000;

  private final Session.Surroundings around;
  private final Wire wire;
  private final Responses out;
  private volatile boolean over;

  Idling(Session.Surroundings around, Wire wire, Responses out) {
    this.around = around;
    this.wire = wire;
    this.out = out;
  }

  Completion idle(Optional<View> view) throws IOException, InterruptedException, StoreException {
    if (view.isEmpty()) {
      out.goOn("Idling, with nothing to tell");
      return untilDone();
    }
    try (Store.Watch watch = view.get().mailbox().watch()) {
      long seen = watch.bell().rings();
      view.get().tell(out, View.Expunges.TELL, false);
      out.goOn("Idling");
      Task telling =
          around
              .world()
              .start(
                  "imap idle " + wire.peer(), () -> tellUntilOver(view.get(), watch.bell(), seen));
      try {
        return untilDone();
      } finally {
        over = true;
        watch.bell().ring();
        join(telling);
      }
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

  private Completion untilDone() throws IOException {
    try {
      String line = wire.readLine(DONE_OCTETS_MAX, around.config().sessionTimeout()).text();
      return line.equalsIgnoreCase("DONE")
          ? Completion.ok("No longer idle")
          : Completion.bad("DONE ends IDLE");
    } catch (LineTooLongException e) {
      return Completion.bad("DONE ends IDLE");
    }
  }

  private void tellUntilOver(View view, Bell bell, long seenAtFirst) throws InterruptedException {
    long seen = seenAtFirst;
    Instant stillHere = around.world().now().plus(around.config().idleStillHereInterval());
    try {
      while (!over) {
        bell.await(seen, nap(stillHere));
        seen = bell.rings();
        if (over) {
          return;
        }
        view.tell(out, View.Expunges.TELL, false);
        if (!around.world().now().isBefore(stillHere)) {
          out.untagged(
              "OK Still here"); // for the sake of middle boxes that forget silent connections
          stillHere = around.world().now().plus(around.config().idleStillHereInterval());
        }
        out.flush();
      }
    } catch (IOException e) {
      wire.close(); // the client has left: the one who waits for it learns of it so
    } catch (StoreException e) {
      LOG.error("imap idle failed peer={}", wire.peer(), e);
      wire.close();
    }
  }

  private Duration nap(Instant stillHere) {
    Duration untilThen = Duration.between(around.world().now(), stillHere);
    Duration check = around.config().idleCheckInterval();
    Duration nap = untilThen.compareTo(check) < 0 ? untilThen : check;
    return nap.isNegative() ? Duration.ZERO : nap;
  }
}
