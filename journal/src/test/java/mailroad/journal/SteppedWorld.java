package mailroad.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import mailroad.kernel.Bell;
import mailroad.kernel.Network;
import mailroad.kernel.RealWorld;
import mailroad.kernel.Task;
import mailroad.kernel.World;

/** A World whose clock the test moves. */
final class SteppedWorld implements World {
  private final RealWorld real = new RealWorld((_, _) -> {});
  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
  private Instant now;

  SteppedWorld(Instant now) {
    this.now = now;
  }

  void advance(Duration time) {
    now = now.plus(time);
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
  public RandomGenerator random() {
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
