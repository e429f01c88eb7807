package mailroad.app.command;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import mailroad.kernel.Bell;
import mailroad.kernel.World;

/**
 * Writes log lines to standard error. While a server works, those of a moment go out in one piece: a system call
 * for each line would cost as much as making it. Warnings and errors go out at once, with all before them.
 */
final class LogAppender extends OutputStreamAppender<ILoggingEvent> {
  private static final int GATHERED_OCTETS = 64 << 10;
  private static final Duration IDLE = Duration.ofDays(1);

  private final Gathered gathered = new Gathered(new FileOutputStream(FileDescriptor.err));

  /** Octets that wait to be written. */
  private static final class Gathered extends OutputStream {
    private final OutputStream out;
    private final ReentrantLock lock = new ReentrantLock();
    private Runnable onFirst = () -> {};
    private boolean waiting;

    Gathered(OutputStream out) {
      this.out = new BufferedOutputStream(out, GATHERED_OCTETS);
    }

    @Override
    public void write(int octet) throws IOException {
      write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
      Runnable first = () -> {};
      lock.lock();
      try {
        out.write(octets, offset, length);
        if (!waiting) {
          waiting = true;
          first = onFirst;
        }
      } finally {
        lock.unlock();
      }
      first.run();
    }

    @Override
    public void flush() throws IOException {
      lock.lock();
      try {
        waiting = false;
        out.flush();
      } finally {
        lock.unlock();
      }
    }

    /** Has this run whenever something begins to wait. */
    void onFirst(Runnable act) {
      lock.lock();
      try {
        onFirst = act;
        waiting = false;
      } finally {
        lock.unlock();
      }
    }
  }

  @Override
  public void start() {
    setOutputStream(gathered);
    super.start();
  }

  /** From now on, lines may wait for this long. */
  void gather(World world, Duration time) {
    Bell something = world.bell();
    setImmediateFlush(false);
    gathered.onFirst(something::ring);
    world.start("log", () -> write(world, something, time));
  }

  private void write(World world, Bell something, Duration time) throws InterruptedException {
    try {
      for (long seen = 0; ; ) {
        if (something.await(seen, IDLE)) {
          seen = something.rings();
          world.sleep(time);
          flush();
        }
      }
    } finally {
      setImmediateFlush(true);
      flush();
    }
  }

  /** Writes what waits. */
  void flush() {
    try {
      gathered.flush();
    } catch (IOException e) {
      addError("the log cannot be written", e);
    }
  }

  @Override
  protected void append(ILoggingEvent event) {
    super.append(event);
    if (!isImmediateFlush() && event.getLevel().isGreaterOrEqual(Level.WARN)) {
      flush();
    }
  }
}
