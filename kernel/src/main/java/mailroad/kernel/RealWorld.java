package mailroad.kernel;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;

/** The World as it is: virtual threads, blocking sockets, the system clock, secure random numbers. */
public final class RealWorld implements World {
  private static final long STARTED_NANOS = System.nanoTime();

  private final SecureRandom random = new SecureRandom();
  private final AtomicReference<Instant> latest = new AtomicReference<>(Instant.MIN);
  private final BiConsumer<String, Throwable> onFailure;
  private final RealNetwork network = new RealNetwork(Duration.ofSeconds(10));

  /**
   * A real World.
   *
   * @param onFailure told of each task that ended in an exception: its name and the exception
   */
  public RealWorld(BiConsumer<String, Throwable> onFailure) {
    this.onFailure = onFailure;
  }

  @Override
  public Instant now() {
    // The system clock may be set back; what was dated once must not appear to come later.
    return latest.accumulateAndGet(Instant.now(), (a, b) -> a.isAfter(b) ? a : b);
  }

  @Override
  public void sleep(Duration time) throws InterruptedException {
    Thread.sleep(time);
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public Network network() {
    return network;
  }

  @Override
  public Task start(String name, Task.Body body) {
    return run(Thread.ofVirtual().name(name), name, body);
  }

  @Override
  public Task startDedicated(String name, Task.Body body) {
    return run(Thread.ofPlatform().name(name).daemon(true), name, body);
  }

  @Override
  public Bell bell() {
    return new RealBell();
  }

  /** Runs this when the process is told to end (SIGTERM, Ctrl-C); the process waits for it. */
  public void onTermination(Runnable last) {
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("termination").unstarted(last));
  }

  private Task run(Thread.Builder builder, String name, Task.Body body) {
    return new RealTask(
        builder.start(() -> {
          try {
            body.run();
          } catch (InterruptedException | java.io.InterruptedIOException e) {
            if (!Thread.currentThread().isInterrupted() && !(e instanceof InterruptedException)) {
              onFailure.accept(name, e);
            }
          } catch (Throwable e) {
            onFailure.accept(name, e);
          }
        }));
  }

  private record RealTask(Thread thread) implements Task {
    @Override
    public void join() throws InterruptedException {
      thread.join();
    }

    @Override
    public boolean join(Duration atMost) throws InterruptedException {
      return thread.join(atMost);
    }

    @Override
    public void cancel() {
      thread.interrupt();
    }

    @Override
    public boolean ended() {
      return !thread.isAlive();
    }
  }

  private static final class RealBell implements Bell {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition rang = lock.newCondition();
    private final AtomicLong rings = new AtomicLong();

    @Override
    public long rings() {
      return rings.get();
    }

    @Override
    public void ring() {
      lock.lock();
      try {
        rings.incrementAndGet();
        rang.signalAll();
      } finally {
        lock.unlock();
      }
    }

    @Override
    public boolean await(long seen, Duration atMost) throws InterruptedException {
      long nanos = atMost.compareTo(Duration.ofDays(365)) > 0 ? Long.MAX_VALUE : atMost.toNanos();
      lock.lockInterruptibly();
      try {
        while (rings.get() <= seen) {
          if (nanos <= 0) {
            return false;
          }
          nanos = rang.awaitNanos(nanos);
        }
        return true;
      } finally {
        lock.unlock();
      }
    }
  }

  /** Only for the deadline keeper of {@link RealNetwork}: elapsed time that no clock change touches. */
  static long elapsedNanos() {
    return System.nanoTime() - STARTED_NANOS;
  }

  static void pause(long millis) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(millis);
  }
}
