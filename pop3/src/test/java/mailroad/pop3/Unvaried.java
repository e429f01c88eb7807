package mailroad.pop3;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import mailroad.kernel.Bell;
import mailroad.kernel.Network;
import mailroad.kernel.Task;
import mailroad.kernel.World;

/** A World whose random octets are all {@code A}: nonces and salts can be written down. */
record Unvaried(World world) implements World {
  private static final RandomGenerator CONSTANT = () -> 0x4141414141414141L;

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
    return CONSTANT;
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
