package mailroad.dns;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import mailroad.kernel.Bell;
import mailroad.kernel.Network;
import mailroad.kernel.RealWorld;
import mailroad.kernel.Task;
import mailroad.kernel.World;

/** The real World, but for a clock that can be set forward, and stopped. */
final class SteppedWorld implements World {
  private final World real =
      new RealWorld((name, e) -> {
        throw new AssertionError(name, e);
      });
  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
  private volatile Optional<Instant> stopped = Optional.empty();

  private record Started(String name, Task task) {}

  private final Queue<Started> started = new ConcurrentLinkedQueue<>();

  /** The tasks started whose names begin so. */
  List<Task> started(String name) {
    return started.stream().filter(it -> it.name().startsWith(name)).map(Started::task).toList();
  }

  void advance(Duration by) {
    ahead.updateAndGet(before -> before.plus(by));
  }

  /** From here on the clock moves only as the test sets it forward. */
  void stopTheClock() {
    stopped = Optional.of(real.now());
  }

  @Override
  public Instant now() {
    return stopped.orElseGet(real::now).plus(ahead.get());
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
    Task task = real.start(name, body);
    started.add(new Started(name, task));
    return task;
  }

  @Override
  public Bell bell() {
    return real.bell();
  }
}
