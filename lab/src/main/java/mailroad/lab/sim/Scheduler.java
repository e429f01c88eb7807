package mailroad.lab.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import mailroad.kernel.Task;
import org.jspecify.annotations.Nullable;

/**
 * Virtual time, and whose turn it is.
 *
 * <p>One {@link Party} holds the baton: a task, or the driver, which is the thread that calls {@link
 * #run}. Whoever gives the baton away itself looks for the next holder, fires the timers that are due
 * on the way, and wakes that holder's thread: one switch of threads for a turn. The driver gets the
 * baton back when time is up, when the condition that it waits for holds, when nothing can happen any
 * more, or when something went wrong.
 */
final class Scheduler {
  /** A deadline that never comes. */
  static final long FOREVER = Long.MAX_VALUE;

  private static final long FOREVER_SECONDS = 200L * 365 * 86_400;
  private static final int YIELD_ONE_IN = 8;

  /** Why the driver has the baton back. */
  enum Stop {
    /** The time is over. */
    TIME_OVER,
    /** The condition holds. */
    CONDITION_HOLDS,
    /** Nobody is ready, and nothing is timed. */
    IDLE
  }

  private final SimulationConfig config;
  private final EventLog log;
  private final SplittableRandom random;
  private final Party driver = new Party();
  private final List<SimulatedTask> ready = new ArrayList<>();
  private final ArrayDeque<SimulatedTask> dying = new ArrayDeque<>();
  private final ArrayDeque<Party> settling = new ArrayDeque<>();
  private final TreeSet<Timer> timers = new TreeSet<>();
  private final List<TaskFailure> failures = new ArrayList<>();
  private final AtomicLong turns = new AtomicLong();

  private volatile Party holder = driver;
  private long now;
  private long timerSequence;
  private int taskNumber;
  private int turnsAtInstant;
  private long until;
  private BooleanSupplier condition = () -> false;
  private Stop stop = Stop.TIME_OVER;
  private boolean deciding;
  private @Nullable SimulationFailure broken;

  Scheduler(SimulationConfig config, EventLog log, SplittableRandom random) {
    this.config = config;
    this.log = log;
    this.random = random;
    driver.thread = Thread.currentThread();
  }

  // Time.

  long elapsed() {
    return now;
  }

  Instant now() {
    return config.start().plusNanos(now);
  }

  /** When a wait of this length that begins now is over. */
  long deadline(Duration atMost) {
    if (atMost.toSeconds() >= FOREVER_SECONDS) {
      return FOREVER;
    }
    long nanos = Math.max(0, atMost.toNanos());
    return nanos > FOREVER - now ? FOREVER : now + nanos;
  }

  /** Has something happen at a time, not before now. */
  Timer at(long time, Runnable action) {
    Timer timer = new Timer(Math.max(time, now), timerSequence++, action);
    timers.add(timer);
    return timer;
  }

  Timer after(long nanos, Runnable action) {
    return at(now + nanos, action);
  }

  void cancel(Timer timer) {
    timers.remove(timer);
  }

  void log(String line) {
    log.add(now, line);
  }

  // Tasks.

  /** Starts a task; it runs when it is its turn. */
  SimulatedTask start(Life life, String name, Task.Body body) {
    SimulatedTask task = new SimulatedTask(this, life, ++taskNumber, name, body);
    life.tasks.add(task);
    ready.add(task);
    log(task + " starts");
    return task;
  }

  /**
   * The calling task, counted as a call to the World of its machine.
   *
   * @throws Killed if its machine has crashed
   * @throws IllegalStateException if this is not the task whose turn it is
   */
  SimulatedTask enter() {
    if (!(holder instanceof SimulatedTask task)
        || task.thread != Thread.currentThread()
        || deciding) {
      throw new IllegalStateException(
          "only a task of the simulation may make calls that block, and only at its turn: "
              + Thread.currentThread());
    }
    task.life.called();
    task.checkAlive();
    return task;
  }

  /** As {@link #enter} for calls that do not block, which the driver may make too. */
  void touch() {
    if (!driverHolds() && !deciding) {
      enter();
    }
  }

  /** Whether the caller is a task whose machine has crashed: what it closes is closed already. */
  boolean callerIsDead() {
    return holder instanceof SimulatedTask task && !deciding && !task.life.alive();
  }

  /**
   * Parks the calling task until it is called, its deadline comes, or it is cancelled. May return
   * {@link Woken#CALLED} although what it waits for has not come: look again.
   *
   * @param waitsFor with {@code on}, what a report says about the wait
   * @throws Killed if the machine crashed meanwhile
   */
  Woken park(SimulatedTask me, WaitList list, long deadline, String waitsFor, Object on) {
    if (Thread.interrupted()) {
      return Woken.CANCELLED;
    }
    if (deadline <= now) {
      return Woken.TIMED_OUT;
    }
    list.add(me);
    Timer timer = deadline == FOREVER ? null : at(deadline, () -> wake(me, Woken.TIMED_OUT));
    me.state = SimulatedTask.State.PARKED;
    me.waits(waitsFor, on, now);
    passOn(me);
    if (timer != null) {
      cancel(timer);
    }
    list.remove(me);
    me.checkAlive();
    return me.woken;
  }

  /** Lets others that are ready go first, now and then: what waits for nothing is no proof of order. */
  void mayGiveWay(SimulatedTask me) {
    if (!ready.isEmpty() && random.nextInt(YIELD_ONE_IN) == 0) {
      giveWay(me);
    }
  }

  /** Lets others that are ready go first. */
  void giveWay(SimulatedTask me) {
    boolean interrupted = Thread.interrupted();
    me.state = SimulatedTask.State.READY;
    ready.add(me);
    passOn(me);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    me.checkAlive();
  }

  /** Has a parked task go on at this instant. */
  void wake(SimulatedTask task, Woken why) {
    if (task.state == SimulatedTask.State.PARKED) {
      task.state = SimulatedTask.State.READY;
      task.woken = why;
      ready.add(task);
    }
  }

  /** A task threw what nobody caught. */
  void failed(SimulatedTask task, Throwable cause) {
    log(task + " fails: " + cause);
    failures.add(new TaskFailure(task.life.machine, task.name, now(), cause));
  }

  /** A task's thread is about to end. */
  void ended(SimulatedTask task) {
    if (holder != task) {
      return; // the watchdog has given it up
    }
    log(task + (task.outcome() instanceof Killed ? " is killed" : " ends"));
    task.markEnded();
    give(next());
  }

  /** Gives up a task that goes on whatever it is told; never returns. */
  void abandon(SimulatedTask task) {
    breakDown(new SimulationFailure(task + " goes on after the crash of its machine", where(task)));
    task.markEnded();
    give(next());
    while (true) {
      LockSupport.park(this);
    }
  }

  List<TaskFailure> failures() {
    return Collections.unmodifiableList(failures);
  }

  /**
   * Ends a life: its tasks end before anything else happens. Where the caller is one of them it dies
   * too, at its next call.
   */
  void kill(Life life) {
    Party caller = holder;
    for (SimulatedTask task : life.end()) {
      if (task == caller && !deciding) {
        continue;
      }
      ready.remove(task);
      if (task.thread == null) {
        task.markEnded();
      } else {
        task.state = SimulatedTask.State.RUNNING;
        dying.add(task);
      }
    }
    boolean dies = caller instanceof SimulatedTask task && !task.life.alive();
    if (!deciding && !dies && !dying.isEmpty()) {
      settle(caller);
    }
  }

  /** Waits until those who have to die have died. */
  private void settle(Party caller) {
    boolean interrupted = Thread.interrupted();
    settling.addLast(caller);
    give(next());
    await(caller);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  // The driver.

  /** Whether the caller drives, and no task runs. */
  boolean driverHolds() {
    return holder == driver && Thread.currentThread() == driver.thread;
  }

  /**
   * Lets the simulation run until a time, or until a condition holds, which is looked at each time that
   * nobody is ready.
   */
  Stop run(long untilTime, BooleanSupplier whenHolds) {
    if (holder != driver) {
      throw new IllegalStateException("the simulation runs already");
    }
    throwIfBroken();
    driver.thread = Thread.currentThread();
    until = untilTime;
    condition = whenHolds;
    Party next = next();
    if (next != driver) {
      give(next);
      await(driver);
    }
    throwIfBroken();
    return stop;
  }

  void throwIfBroken() {
    if (broken != null) {
      throw broken;
    }
  }

  /** Ends all for good: whatever was broken, what is left of the tasks can be killed. */
  void drive() {
    driver.thread = Thread.currentThread();
  }

  private void breakDown(SimulationFailure failure) {
    log("broken: " + failure.getMessage());
    if (broken == null) {
      broken = failure;
    }
  }

  // The baton.

  /** Gives the baton to the next and waits until it comes back. */
  private void passOn(SimulatedTask me) {
    Party next = next();
    if (next != me) {
      give(next);
      await(me);
    }
    me.state = SimulatedTask.State.RUNNING;
  }

  private void give(Party next) {
    turns.incrementAndGet();
    Thread thread = next.thread;
    if (thread == null) {
      SimulatedTask task = (SimulatedTask) next;
      task.state = SimulatedTask.State.RUNNING;
      Thread started = Thread.ofVirtual().name(task.toString()).unstarted(task::live);
      task.thread = started;
      holder = task;
      started.start();
    } else {
      holder = next;
      LockSupport.unpark(thread);
    }
  }

  private void await(Party me) {
    if (me instanceof SimulatedTask task) {
      while (holder != me) {
        LockSupport.park(this);
        if (Thread.interrupted()) {
          task.cancelPending = true;
        }
      }
      if (task.cancelPending) {
        task.cancelPending = false;
        Thread.currentThread().interrupt();
      }
    } else {
      new Watchdog(config.watchdog(), turns).guard(this::holdingTask, this::takeOver);
    }
  }

  /** The task whose turn it is; null if the driver has the baton. */
  private @Nullable SimulatedTask holdingTask() {
    return holder instanceof SimulatedTask task ? task : null;
  }

  /** The driver takes the baton from a task that does not give it back. */
  private void takeOver(SimulatedTask task, String reason) {
    breakDown(new SimulationFailure(task + " " + reason, where(task)));
    holder = driver;
    task.state = SimulatedTask.State.ENDED;
    task.life.tasks.remove(task);
    settling.clear();
    Thread thread = task.thread;
    if (thread != null) {
      thread.interrupt(); // so that it may end after all
    }
  }

  private static Throwable where(SimulatedTask task) {
    Throwable where = new Throwable("stands here");
    Thread thread = task.thread;
    where.setStackTrace(thread == null ? new StackTraceElement[0] : thread.getStackTrace());
    return where;
  }

  /** Decides who is next, letting time go on where nobody is ready. */
  private Party next() {
    deciding = true;
    try {
      while (true) {
        if (!dying.isEmpty()) {
          return dying.removeFirst();
        }
        if (!settling.isEmpty()) {
          return settling.removeLast();
        }
        if (broken != null) {
          return driver;
        }
        if (!ready.isEmpty() && ++turnsAtInstant <= config.turnsPerInstantMax()) {
          return pick();
        }
        if (!ready.isEmpty()) {
          breakDown(livelock());
        } else if (!goOn()) {
          return driver;
        }
      }
    } catch (RuntimeException | Error e) {
      breakDown(new SimulationFailure("a timer or a condition failed: " + e, e));
      return driver;
    } finally {
      deciding = false;
    }
  }

  private SimulatedTask pick() {
    int last = ready.size() - 1;
    int chosen = last == 0 ? 0 : random.nextInt(last + 1);
    Collections.swap(ready, chosen, last);
    return ready.removeLast();
  }

  /** Goes to the next moment at which something is timed; false if the driver has to look. */
  private boolean goOn() {
    if (condition.getAsBoolean()) {
      stop = Stop.CONDITION_HOLDS;
      return false;
    }
    if (timers.isEmpty()) {
      stop = Stop.IDLE;
      return false;
    }
    long next = timers.first().at();
    if (next > until) {
      now = Math.max(now, until);
      stop = Stop.TIME_OVER;
      return false;
    }
    if (next > now) {
      now = next;
      turnsAtInstant = 0;
    } else if (++turnsAtInstant > config.turnsPerInstantMax()) {
      breakDown(livelock());
      return true;
    }
    while (!timers.isEmpty() && timers.first().at() == now) {
      timers.removeFirst().action().run();
    }
    return true;
  }

  /** Moves time on where nothing is timed before. */
  void skipTo(long time) {
    now = Math.max(now, time);
    turnsAtInstant = 0;
  }

  private SimulationFailure livelock() {
    return new SimulationFailure(
        "%d turns without time going on; ready: %s"
            .formatted(turnsAtInstant, ready.subList(0, Math.min(ready.size(), 10))));
  }
}
