package mailroad.kernel;

import java.time.Duration;

/**
 * Wakes tasks that wait for something to change, without losing a ring.
 *
 * <p>A waiter reads {@link #rings()}, looks whether there is something to do, and if not waits with
 * the number that it read: a ring in between ends the wait at once.
 *
 * <pre>{@code
 * while (running) {
 *   long seen = bell.rings();
 *   if (!work()) bell.await(seen, Duration.ofMinutes(1));
 * }
 * }</pre>
 */
public interface Bell {
  /** How often the bell has rung. */
  long rings();

  /** Rings: all who wait go on. Never blocks. */
  void ring();

  /**
   * Waits until the bell has rung more than {@code seen} times, or the time is over.
   *
   * @return whether it rang
   * @throws InterruptedException if the task is cancelled
   */
  boolean await(long seen, Duration atMost) throws InterruptedException;
}
