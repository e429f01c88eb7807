package mailroad.lab.sim;

import java.util.ArrayList;
import java.util.List;

/** The tasks that wait for one thing. */
final class WaitList {
  private final List<SimulatedTask> waiting = new ArrayList<>(2);

  void add(SimulatedTask task) {
    waiting.add(task);
  }

  void remove(SimulatedTask task) {
    waiting.remove(task);
  }

  /** Makes all ready to look again. */
  void wakeAll(Scheduler scheduler) {
    for (SimulatedTask task : waiting) {
      scheduler.wake(task, Woken.CALLED);
    }
  }
}
