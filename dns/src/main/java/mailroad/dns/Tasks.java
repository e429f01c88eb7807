package mailroad.dns;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import mailroad.kernel.Task;
import mailroad.kernel.World;
import org.jspecify.annotations.Nullable;

/** A bounded number of tasks that end together. */
final class Tasks {
  private static final class Slot {
    @Nullable Task task;
  }

  private final World world;
  private final int tasksMax;
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<Slot> running = new LinkedHashSet<>();
  private boolean closed;

  Tasks(World world, int tasksMax) {
    this.world = world;
    this.tasksMax = tasksMax;
  }

  /** Starts a task; false if there are too many, or all are ending. */
  boolean start(String name, Task.Body body) {
    Slot slot = new Slot();
    if (!take(slot)) {
      return false;
    }
    Task task =
        world.start(
            name,
            () -> {
              try {
                body.run();
              } finally {
                leave(slot);
              }
            });
    if (isLate(slot, task)) {
      task.cancel();
    }
    return true;
  }

  private boolean take(Slot slot) {
    lock.lock();
    try {
      return !closed && running.size() < tasksMax && running.add(slot);
    } finally {
      lock.unlock();
    }
  }

  private void leave(Slot slot) {
    lock.lock();
    try {
      running.remove(slot);
    } finally {
      lock.unlock();
    }
  }

  /** Notes the task down; true if all were told to end before that. */
  private boolean isLate(Slot slot, Task task) {
    lock.lock();
    try {
      slot.task = task;
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** Tells all to end, and starts no more. */
  void cancel() {
    List<Task> tasks;
    lock.lock();
    try {
      closed = true;
      tasks = started();
    } finally {
      lock.unlock();
    }
    tasks.forEach(Task::cancel);
  }

  /** Waits until all have ended that are running now. */
  void join() throws InterruptedException {
    List<Task> tasks;
    lock.lock();
    try {
      tasks = started();
    } finally {
      lock.unlock();
    }
    for (Task task : tasks) {
      task.join();
    }
  }

  private List<Task> started() {
    List<Task> tasks = new ArrayList<>();
    for (Slot slot : running) {
      if (slot.task != null) {
        tasks.add(slot.task);
      }
    }
    return tasks;
  }
}
