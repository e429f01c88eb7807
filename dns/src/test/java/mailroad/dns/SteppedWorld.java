package mailroad.dns;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import mailroad.kernel.Bell;
import mailroad.kernel.Network;
import mailroad.kernel.RealWorld;
import mailroad.kernel.Task;
import mailroad.kernel.World;

/** The real World, but for a clock that can be set forward. */
final class SteppedWorld implements World {
  private final World real =
      new RealWorld((name, e) -> {
        throw new AssertionError(name, e);
      });
  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

  void advance(Duration by) {
    ahead.updateAndGet(before -> before.plus(by));
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
