package mailroad.lab.sim;

import java.time.Duration;
import mailroad.kernel.Bell;

/** A bell: a count, and those who wait for it to grow. */
final class SimulatedBell implements Bell {
  private final Scheduler scheduler;
  private final WaitList waiters = new WaitList();
  private long rings;

  SimulatedBell(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  @Override
  public long rings() {
    return rings;
  }

  @Override
  public void ring() {
    rings++;
    waiters.wakeAll(scheduler);
  }

  @Override
  public boolean await(long seen, Duration atMost) throws InterruptedException {
    SimulatedTask me = scheduler.enter();
    if (Thread.interrupted()) {
      throw new InterruptedException("cancelled");
    }
    scheduler.mayGiveWay(me);
    long deadline = scheduler.deadline(atMost);
    while (rings <= seen) {
      switch (scheduler.park(me, waiters, deadline, "a bell", "")) {
        case CALLED -> {}
        case TIMED_OUT -> {
          return rings > seen;
        }
        case CANCELLED -> throw new InterruptedException("cancelled");
      }
    }
    return true;
  }
}
