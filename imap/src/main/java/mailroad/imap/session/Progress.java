package mailroad.imap.session;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongConsumer;
import mailroad.kernel.World;

/** Tells a client that waits for a long command how far it has come: RFC 9585. Used by one task, for one command. */
final class Progress {
  private final World world;
  private final Duration interval;
  private final String tag;
  private final Responses out;
  private Instant next;

  Progress(Session.Surroundings around, String tag, Responses out) {
    this.world = around.world();
    this.interval = around.config().progressInterval();
    this.tag = tag;
    this.out = out;
    this.next = world.now().plus(interval);
  }

  /**
   * The same for what must not end halfway because a client has gone: that it has shows at {@link Unbroken#end}.
   *
   * @param goal so many are to be done
   */
  Unbroken unbroken(long goal) {
    return new Unbroken(goal);
  }

  /** Steps of one long act. */
  final class Unbroken implements LongConsumer {
    private final long goal;
    private Optional<IOException> gone = Optional.empty();

    private Unbroken(long goal) {
      this.goal = goal;
    }

    @Override
    public void accept(long done) {
      if (gone.isEmpty()) {
        try {
          at(done, goal);
        } catch (IOException e) {
          gone = Optional.of(e);
        }
      }
    }

    /** Says that the act is over. */
    void end() throws IOException {
      if (gone.isPresent()) {
        throw gone.get();
      }
    }
  }

  /**
   * Takes note of a step, and tells of it if it is time to.
   *
   * @param done so many are done
   * @param goal of so many
   */
  void at(long done, long goal) throws IOException {
    Instant now = world.now();
    if (!now.isBefore(next)) {
      next = now.plus(interval);
      out.untagged("OK [INPROGRESS (\"%s\" %d %d)] Still at it".formatted(tag, done, goal));
      out.flush();
    }
  }
}
