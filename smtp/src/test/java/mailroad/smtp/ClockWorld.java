package mailroad.smtp;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.random.RandomGenerator;
import mailroad.kernel.Bell;
import mailroad.kernel.Network;
import mailroad.kernel.Task;
import mailroad.kernel.World;

/** A World that is a clock and nothing more, for one task; time passes when somebody waits. */
public final class ClockWorld implements World {
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final Random random = new Random(1);

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public void sleep(Duration time) {
    now = now.plus(time);
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public Network network() {
    throw new UnsupportedOperationException("no network");
  }

  @Override
  public Task start(String name, Task.Body body) {
    throw new UnsupportedOperationException("no tasks");
  }

  @Override
  public Bell bell() {
    throw new UnsupportedOperationException("no bells");
  }
}
