package mailroad.dns;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import mailroad.kernel.DelegatingWorld;
import mailroad.kernel.RealWorld;
import mailroad.kernel.Task;

/** The real World, but for a clock that goes on by itself, can be put forward, and stopped. */
final class RunningWorld extends DelegatingWorld {
  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
  private volatile Optional<Instant> stopped = Optional.empty();

  private record Started(String name, Task task) {}

  private final Queue<Started> started = new ConcurrentLinkedQueue<>();

  RunningWorld() {
    super(
        new RealWorld((name, e) -> {
          throw new AssertionError(name, e);
        }));
  }

  /** The tasks started whose names begin so. */
  List<Task> started(String name) {
    return started.stream().filter(it -> it.name().startsWith(name)).map(Started::task).toList();
  }

  void pass(Duration by) {
    ahead.updateAndGet(before -> before.plus(by));
  }

  /** From here on the clock moves only as the test puts it forward. */
  void stopTheClock() {
    stopped = Optional.of(super.now());
  }

  @Override
  public Instant now() {
    return stopped.orElseGet(super::now).plus(ahead.get());
  }

  @Override
  public Task start(String name, Task.Body body) {
    Task task = super.start(name, body);
    started.add(new Started(name, task));
    return task;
  }
}
