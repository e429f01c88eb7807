package mailroad.lab.sim;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Waits, on the driver's thread, for the baton to come back, and finds tasks that never give it: those
 * that wait for something outside the World, where no virtual time can help them. The only place that
 * depends on real time, and only to report a bug.
 */
final class Watchdog {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /** A thread that waits is found that much sooner than one that computes. */
  private static final int WAITING_SOONER = 10;

  private final long looksMax;
  private final AtomicLong turns;

  Watchdog(Duration patience, AtomicLong turns) {
    this.looksMax = Math.max(WAITING_SOONER, patience.toNanos() / LOOK_NANOS);
    this.turns = turns;
  }

  /**
   * Returns once no task holds the baton.
   *
   * @param holder the task that has the baton now; null for none
   * @param takeOver takes the baton from a task, for a reason
   */
  void guard(Supplier<@Nullable SimulatedTask> holder, BiConsumer<SimulatedTask, String> takeOver) {
    long turn = -1;
    int looks = 0;
    SimulatedTask task;
    while ((task = holder.get()) != null) {
      LockSupport.parkNanos(this, LOOK_NANOS);
      looks = turns.get() == turn ? looks + 1 : 0;
      turn = turns.get();
      if (Thread.currentThread().isInterrupted()) {
        takeOver.accept(task, "had the baton when the driver was interrupted");
      } else if (looks >= looksMax) {
        takeOver.accept(task, "does not end its turn");
      } else if (looks >= looksMax / WAITING_SOONER && waits(task) && holder.get() == task) {
        takeOver.accept(task, "waits for something outside the World");
      }
    }
  }

  private static boolean waits(SimulatedTask task) {
    Thread thread = task.thread;
    return thread != null
        && (thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.BLOCKED);
  }
}
