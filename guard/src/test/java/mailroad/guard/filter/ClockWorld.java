package mailroad.guard.filter;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import mailroad.kernel.Bell;
import mailroad.kernel.Network;
import mailroad.kernel.Task;
import mailroad.kernel.World;

/** The real World with a clock that goes on only when it is told to. */
final class ClockWorld implements World {
  private final World world = FakeProgram.WORLD;
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));

  void pass(Duration time) {
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
