package mailroad.kernel;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * All that a program cannot compute by itself: time, network, randomness and concurrent tasks.
 *
 * <p>{@link RealWorld} is virtual threads, blocking sockets and the system clock. The simulated
 * World in the lab runs the same code on one seed: virtual time, an in-memory network, and exactly
 * one task at a time. For that to hold, nothing outside a World reads the clock, opens a socket,
 * makes random numbers or starts threads, and nobody holds a lock across a call to a World that can
 * block ({@link #sleep}, {@link Task#join}, {@link Bell#await}, every read, write, connect, accept).
 *
 * <p>Every blocking call may throw {@link InterruptedException} (or {@link
 * java.io.InterruptedIOException} where I/O is concerned) once its task was {@linkplain
 * Task#cancel() cancelled}.
 */
public interface World {
  /** The time of day. Never goes backwards within one World. */
  Instant now();

  /**
   * Lets this task rest.
   *
   * @throws InterruptedException if the task is cancelled meanwhile
   */
  void sleep(Duration time) throws InterruptedException;

  /** Random numbers, unguessable in the real World, drawn from the seed in a simulated one. */
  RandomGenerator random();

  /** The network as this program sees it. */
  Network network();

  /**
   * Starts a task that runs beside this one. Whoever starts a task awaits or cancels it.
   *
   * @param name for thread dumps and simulation logs, such as {@code smtp 192.0.2.1}
   */
  Task start(String name, Task.Body body);

  /** Starts a task that may pin its thread for long, as native code does; otherwise as {@link #start}. */
  default Task startDedicated(String name, Task.Body body) {
    return start(name, body);
  }

  /** A new bell, by which one task wakes others. */
  Bell bell();
}
