package mailroad.mailbox;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;
import mailroad.kernel.Bell;
import mailroad.kernel.Network;
import mailroad.kernel.Task;
import mailroad.kernel.World;

/** A World whose time stands still but for sleeping, which takes no time at all. */
final class PatientWorld implements World {
  private final World real = House.world();
  private final List<Duration> sleeps = new CopyOnWriteArrayList<>();
  private volatile Instant now = House.NOON;

  /** How long was slept, each time. */
  List<Duration> sleeps() {
    return sleeps;
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public synchronized void sleep(Duration time) {
    now = now.plus(time);
    sleeps.add(time);
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  @Override
  public RandomGenerator random() {
    return real.random();
  }

  @Override
  public Network network() {
    throw new UnsupportedOperationException();
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
