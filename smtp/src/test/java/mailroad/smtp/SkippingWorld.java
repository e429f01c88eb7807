package mailroad.smtp;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import mailroad.kernel.Bell;
import mailroad.kernel.Network;
import mailroad.kernel.Task;
import mailroad.kernel.World;

/** A real World whose clock can be put forward, so that nobody has to wait for time to pass. */
public final class SkippingWorld implements World {
  private final World real;
  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

  /** A World over a real one. */
  public SkippingWorld(World real) {
    this.real = real;
  }

  /** Puts the clock forward. */
  public void skip(Duration time) {
    ahead.updateAndGet(time::plus);
  }

  @Override
  public Instant now() {
    return real.now().plus(ahead.get());
  }

  @Override
  public void sleep(Duration time) throws InterruptedException {
    real.sleep(time);
  }

  @Override
  public RandomGenerator random() {
    return real.random();
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
