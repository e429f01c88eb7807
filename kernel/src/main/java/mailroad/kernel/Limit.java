package mailroad.kernel;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Until when the one call of its kind that is under way may last. */
final class Limit {
  private static final long NONE = 0;
  private static final long OVER = 1;

  private final Runnable cut;
  private final AtomicLong end = new AtomicLong(NONE);

  /**
   * A limit.
   *
   * @param cut ends the call that waits
   */
  Limit(Runnable cut) {
    this.cut = cut;
  }

  int within(Duration timeout, Call call) throws IOException {
    long until = Math.max(OVER + 1, RealWorld.elapsedNanos() + timeout.toNanos());
    end.set(until);
    try {
      int result = orInterrupted(call);
      if (!end.compareAndSet(until, NONE)) {
        throw new SocketTimeoutException("no progress in " + timeout);
      }
      return result;
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      if (!end.compareAndSet(until, NONE)) {
        SocketTimeoutException known = new SocketTimeoutException("no progress in " + timeout);
        known.initCause(e);
        throw known;
      }
      throw e instanceof java.nio.channels.ClosedChannelException ? closed(e) : e;
    }
  }

  void look(long now) {
    long until = end.get();
    if (until > OVER && now > until && end.compareAndSet(until, OVER)) {
      cut.run();
    }
  }

  /** A blocking call on a socket. */
  interface Call {
    int run() throws IOException;
  }

  /** The JDK closes the socket of an interrupted virtual thread and calls it a socket error. */
  static int orInterrupted(Call call) throws IOException {
    try {
      return call.run();
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException e) {
      if (Thread.currentThread().isInterrupted()) {
        InterruptedIOException known = new InterruptedIOException("cancelled");
        known.initCause(e);
        throw known;
      }
      throw e;
    }
  }

  /** How a channel says that it is closed, as sockets say it. */
  static SocketException closed(IOException cause) {
    SocketException known = new SocketException("closed");
    known.initCause(cause);
    return known;
  }
}
