package mailroad.kernel;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Real tasks, bells and network, with a clock that stands still until it is told to go on, and random numbers from a seed:
 * what tests run in that wait for time to pass. Whoever sleeps makes it pass. Any number of tasks may use it.
 */
public class SteppedWorld extends DelegatingWorld {
  private final AtomicReference<Instant> now;
  private final RandomGenerator random;
  private final List<Duration> sleeps = new CopyOnWriteArrayList<>();
  private final List<Throwable> failures;

  /** A World at this moment. */
  public SteppedWorld(Instant now) {
    this(now, 1);
  }

  /** A World at this moment, whose random numbers come from this seed. */
  public SteppedWorld(Instant now, long seed) {
    this(now, seed, new CopyOnWriteArrayList<>());
  }

  private SteppedWorld(Instant now, long seed, List<Throwable> failures) {
    super(
        new RealWorld((name, e) -> {
          failures.add(e);
          throw new AssertionError(name, e);
        }));
    this.now = new AtomicReference<>(now);
    this.random = seeded(seed);
    this.failures = failures;
  }

  private static RandomGenerator seeded(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    ReentrantLock lock = new ReentrantLock();
    return () -> {
      lock.lock();
      try {
        return random.nextLong();
      } finally {
        lock.unlock();
      }
    };
  }

  /** Lets time pass. */
  public void pass(Duration time) {
    now.updateAndGet(before -> before.plus(time));
  }

  /** How long was slept, each time. */
  public List<Duration> sleeps() {
    return sleeps;
  }

  /** Why tasks broke. */
  public List<Throwable> failures() {
    return failures;
  }

  @Override
  public Instant now() {
    return now.get();
  }

  @Override
  public void sleep(Duration time) {
    pass(time);
    sleeps.add(time);
  }

  @Override
  public RandomGenerator random() {
    return random;
  }
}
