package mailroad.lab.sim;

import java.io.InterruptedIOException;
import java.time.Duration;
import mailroad.kernel.Task;
import org.jspecify.annotations.Nullable;

/** A task: a virtual thread that runs while it holds the baton. */
final class SimulatedTask extends Party implements Task {
  /** Where a task stands. */
  enum State {
    /** Waits for its turn. */
    READY,
    /** Waits for something. */
    PARKED,
    /** Has the baton, or will end as soon as it gets it. */
    RUNNING,
    /** Has ended. */
    ENDED
  }

  private static final int SWALLOWED_MAX = 1000;

  final Life life;
  final String name;
  final int number;
  private final Scheduler scheduler;
  private final Task.Body body;
  private final WaitList joiners = new WaitList();

  State state = State.READY;
  Woken woken = Woken.CALLED;
  boolean cancelPending;
  private String waitsFor = "its first turn";
  private Object waitsOn = "";
  private long waitsSince;
  private int killedThrown;
  private @Nullable Throwable outcome;

  SimulatedTask(Scheduler scheduler, Life life, int number, String name, Task.Body body) {
    this.scheduler = scheduler;
    this.life = life;
    this.number = number;
    this.name = name;
    this.body = body;
  }

  /** What the thread does: holds the baton from its first moment to its last. */
  void live() {
    try {
      if (cancelPending) {
        cancelPending = false;
        Thread.currentThread().interrupt();
      }
      body.run();
    } catch (Killed | InterruptedException e) {
      outcome = e;
    } catch (InterruptedIOException e) {
      outcome = e;
      if (!Thread.currentThread().isInterrupted()) {
        scheduler.failed(this, e);
      }
    } catch (Throwable e) {
      outcome = e;
      scheduler.failed(this, e);
    }
    Thread.interrupted(); // must not keep the baton from being passed on
    scheduler.ended(this);
  }

  /** Throws if this task's machine has crashed; for calls that do more than clean up. */
  void checkAlive() {
    if (life.alive()) {
      return;
    }
    if (++killedThrown > SWALLOWED_MAX) {
      scheduler.abandon(this);
    }
    throw new Killed(life.machine);
  }

  /** Remembers for reports what it waits for. */
  void waits(String forWhat, Object on, long since) {
    waitsFor = forWhat;
    waitsOn = on;
    waitsSince = since;
  }

  /** Marks the end and calls those who wait for it. */
  void markEnded() {
    state = State.ENDED;
    life.tasks.remove(this);
    joiners.wakeAll(scheduler);
  }

  /** What the task threw, if it has. */
  @Nullable Throwable outcome() {
    return outcome;
  }

  @Override
  public void join() throws InterruptedException {
    join(Scheduler.FOREVER);
  }

  @Override
  public boolean join(Duration atMost) throws InterruptedException {
    return join(scheduler.deadline(atMost));
  }

  private boolean join(long deadline) throws InterruptedException {
    SimulatedTask me = scheduler.enter();
    while (state != State.ENDED) {
      switch (scheduler.park(me, joiners, deadline, "the end of", this)) {
        case CALLED -> {}
        case TIMED_OUT -> {
          return ended();
        }
        case CANCELLED -> throw new InterruptedException("cancelled");
      }
    }
    return true;
  }

  @Override
  public void cancel() {
    if (state == State.ENDED || !life.alive()) {
      return;
    }
    if (state == State.PARKED) {
      scheduler.wake(this, Woken.CANCELLED);
    } else if (Thread.currentThread() == thread) {
      Thread.currentThread().interrupt();
    } else {
      cancelPending = true;
    }
  }

  @Override
  public boolean ended() {
    return state == State.ENDED;
  }

  /** For reports: who, where it waits, and since when. */
  String report() {
    return switch (state) {
      case READY -> this + " is ready";
      case RUNNING -> this + " runs";
      case ENDED -> this + " has ended";
      case PARKED ->
          "%s waits for %s %s since %s"
              .formatted(this, waitsFor, waitsOn, EventLog.time(waitsSince).strip());
    };
  }

  /** Whether somebody from elsewhere may still come and end this wait. */
  boolean waitsForVisitors() {
    return state == State.PARKED && waitsOn instanceof TcpAcceptor;
  }

  @Override
  public String toString() {
    return "task#" + number + " " + life.machine + "/" + name;
  }
}
