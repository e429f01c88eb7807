package mailroad.kernel;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** Hands everything on to another World; whose clock, network or randomness is to differ overrides that alone. */
public class DelegatingWorld implements World {
  private final World world;

  /** In front of a World. */
  protected DelegatingWorld(World world) {
    this.world = world;
  }

  @Override
  public Instant now() {
    return world.now();
  }

  @Override
  public void sleep(Duration time) throws InterruptedException {
    world.sleep(time);
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
  public Task startDedicated(String name, Task.Body body) {
    return world.startDedicated(name, body);
  }

  @Override
  public Bell bell() {
    return world.bell();
  }
}
