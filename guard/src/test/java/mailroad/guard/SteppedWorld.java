package mailroad.guard;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import mailroad.kernel.Bell;
import mailroad.kernel.Network;
import mailroad.kernel.RealWorld;
import mailroad.kernel.Task;
import mailroad.kernel.World;

/** The real World with a clock that goes on only when it is told to. */
public final class SteppedWorld implements World {
  private final World world =
      new RealWorld((name, e) -> {
        throw new AssertionError(name, e);
      });
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-22T12:00:00Z"));

  public void pass(Duration time) {
    now.updateAndGet(before -> before.plus(time));
  }

  @Override
  public Instant now() {
    return now.get();
  }

  @Override
  public void sleep(Duration time) {
    pass(time);
  }

  @Override
  public RandomGenerator random() {
    return world.random();
  }

  @Override
  public Network network() {
    return world.network();
  }

  @Override
  public Task start(String name, Task.Body body) {
    return world.start(name, body);
  }

  @Override
  public Bell bell() {
    return world.bell();
  }
}
