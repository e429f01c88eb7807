package mailroad.mailauth;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import mailroad.kernel.Task;
import mailroad.kernel.World;

/**
 * Questions that are asked at the same time, and that have one time limit together. What can be answered by what is known
 * already is answered at once; only who has to wait for somebody does so in a task of its own. Used by one task.
 */
final class Asking implements AutoCloseable {
  private final World world;
  private final Checks checks;
  private final Checks atOnce;
  private final Duration timeout;
  private final Instant deadline;
  private final List<Task> tasks = new ArrayList<>();

  Asking(World world, Checks checks, Checks atOnce, Duration timeout) {
    this.world = world;
    this.checks = checks;
    this.atOnce = atOnce;
    this.timeout = timeout;
    this.deadline = world.now().plus(timeout);
  }

  /** What finds an answer. */
  @FunctionalInterface
  interface Finding<T> {
    T by(Checks checks) throws IOException, InterruptedException;
  }

  /** An answer that is on its way. */
  @FunctionalInterface
  interface Awaited<T> {
    /**
     * Waits for it.
     *
     * @throws IOException if the machine failed
     */
    T await() throws IOException, InterruptedException;
  }

  /**
   * Begins to look for an answer.
   *
   * @param otherwise what it is if there is none, by the reason
   * @throws IOException if the machine failed
   */
  <T> Awaited<T> ask(String name, Finding<T> finding, Function<String, T> otherwise)
      throws IOException, InterruptedException {
    try {
      T found = finding.by(atOnce);
      return () -> found;
    } catch (RuntimeException e) {
      // Not everything is known, or there is a bug: of that one the World hears from the task.
      return begin(name, finding, otherwise);
    }
  }

  private <T> Awaited<T> begin(String name, Finding<T> finding, Function<String, T> otherwise) {
    AtomicReference<Optional<T>> found = new AtomicReference<>(Optional.empty());
    AtomicReference<Optional<IOException>> failed = new AtomicReference<>(Optional.empty());
    Task task =
        world.start(
            name,
            () -> {
              try {
                found.set(Optional.of(finding.by(checks)));
              } catch (IOException e) {
                failed.set(Optional.of(e));
              }
            });
    tasks.add(task);
    return () -> {
      boolean ended = task.join(left());
      Optional<IOException> trouble = failed.get();
      if (trouble.isPresent()) {
        throw trouble.get();
      }
      String reason = ended ? "the check broke off" : "the checks take longer than " + timeout;
      return found.get().orElseGet(() -> otherwise.apply(reason));
    };
  }

  private Duration left() {
    Duration left = Duration.between(world.now(), deadline);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** Ends what is still under way. */
  @Override
  public void close() {
    for (Task task : tasks) {
      if (!task.ended()) {
        task.cancel();
      }
    }
  }
}
