package mailroad.kernel;

import java.time.Duration;

/** Something that runs beside its starter; see {@link World#start}. */
public interface Task {
  /** What a task does. */
  @FunctionalInterface
  interface Body {
    /**
     * Runs to its end. An exception ends this task and no other; the World reports it.
     *
     * @throws InterruptedException if the task was cancelled
     */
    void run() throws Exception;
  }

  /**
   * Waits until the task has ended, however it ended.
   *
   * @throws InterruptedException if the waiting task is itself cancelled
   */
  void join() throws InterruptedException;

  /**
   * Waits until the task has ended, but not for ever.
   *
   * @return whether it has ended
   * @throws InterruptedException if the waiting task is itself cancelled
   */
  boolean join(Duration atMost) throws InterruptedException;

  /** Asks the task to end: its next or present blocking call is interrupted. Does not wait. */
  void cancel();

  /** Whether the task has ended. */
  boolean ended();
}
