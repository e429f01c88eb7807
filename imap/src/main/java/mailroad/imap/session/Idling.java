package mailroad.imap.session;

import java.io.IOException;
import java.util.Optional;
import mailroad.kernel.Bell;
import mailroad.store.Store;
import mailroad.store.StoreException;
import mailroad.wire.LineTooLongException;
import mailroad.wire.Wire;

/** IDLE: RFC 2177. What is told is told by {@link Meanwhile}. */
final class Idling {
  private static final int DONE_OCTETS_MAX = 1_000;

  private final Session.Surroundings around;
  private final Wire wire;
  private final Responses out;

  Idling(Session.Surroundings around, Wire wire, Responses out) {
    this.around = around;
    this.wire = wire;
    this.out = out;
  }

  /** News of the selected mailbox. */
  private record OfView(View view, Responses out, Bell bell) implements Meanwhile.News {
    @Override
    public void tell() throws IOException, StoreException {
      view.tell(out, View.Expunges.TELL, false);
    }
  }

  /** Tells the news of a mailbox until the client has had enough. */
  Completion idle(Optional<View> view) throws IOException, InterruptedException, StoreException {
    if (view.isEmpty()) {
      out.goOn("Idling, with nothing to tell");
      return untilDone();
    }
    try (Store.Watch watch = view.get().mailbox().watch()) {
      return idle(new OfView(view.get(), out, watch.bell()));
    }
  }

  /** Tells other news until then. */
  Completion idle(Meanwhile.News news) throws IOException, InterruptedException, StoreException {
    long seen = news.bell().rings();
    news.tell();
    out.goOn("Idling");
    return new Meanwhile(around, wire, out)
        .await(news, seen, Optional.of(around.config().idleStillHereInterval()), this::untilDone);
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
}
