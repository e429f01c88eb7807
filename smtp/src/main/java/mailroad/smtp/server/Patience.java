package mailroad.smtp.server;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import mailroad.kernel.World;
import mailroad.wire.Deadline;

/**
 * How long a session waits for commands: however a client drips, each command, each transaction up to its content, and
 * the session have their end.
 */
final class Patience {
  private final World world;
  private final SmtpTimes times;
  private final Deadline session;
  private Optional<Deadline> transaction = Optional.empty();

  Patience(World world, SmtpTimes times) {
    this.world = world;
    this.times = times;
    this.session = Deadline.in(world, times.sessionTimeMax());
  }

  /** MAIL was accepted. */
  void begin() {
    transaction = Optional.of(Deadline.in(world, times.transactionTimeMax()));
  }

  /** The transaction is over, or its content has begun, which has a time of its own. */
  void end() {
    transaction = Optional.empty();
  }

  /**
   * How long the next command may take.
   *
   * @throws SocketTimeoutException if there is no time left
   */
  Duration left() throws SocketTimeoutException {
    Duration left = shorter(times.commandTimeout(), session.left());
    return transaction.isEmpty() ? left : shorter(left, transaction.get().left());
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
