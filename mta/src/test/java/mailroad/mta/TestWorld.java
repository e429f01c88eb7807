package mailroad.mta;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import mailroad.kernel.Bell;
import mailroad.kernel.Network;
import mailroad.kernel.RealWorld;
import mailroad.kernel.Task;
import mailroad.kernel.World;

/** The real network and real tasks, with a clock that a test moves and random numbers from a seed. */
public final class TestWorld implements World {
  public static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

  private final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private final RealWorld real = new RealWorld((name, e) -> failures.add(e));
  private final RandomGenerator random;
  private volatile Instant now = START;

  public TestWorld(long seed) {
    random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  public synchronized void advance(Duration time) {
    now = now.plus(time);
  }

  public List<Throwable> failures() {
    return failures;
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public void sleep(Duration time) {
    advance(time);
  }

  @Override
  public synchronized RandomGenerator random() {
    return random;
  }

  @Override
  public Network network() {
    return real.network();
  }

  @Override
  public Task start(String name, Task.Body body) {
    return real.start(name, body);
  }

  @Override
  public Bell bell() {
    return real.bell();
  }
}
