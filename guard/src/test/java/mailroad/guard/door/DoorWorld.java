package mailroad.guard.door;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import mailroad.kernel.Bell;
import mailroad.kernel.Network;
import mailroad.kernel.RealWorld;
import mailroad.kernel.Task;
import mailroad.kernel.World;

/** A World whose clock the test moves, and in which who rests does so at once. */
final class DoorWorld implements World {
  private final World real =
      new RealWorld((name, problem) -> System.err.println(name + ": " + problem));
  final List<Duration> rests = Collections.synchronizedList(new ArrayList<>());
  private volatile Instant now = Instant.parse("2026-03-01T12:00:00Z");

  void pass(Duration time) {
    now = now.plus(time);
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public void sleep(Duration time) {
    rests.add(time);
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
