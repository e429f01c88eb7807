package mailroad.store.rocksdb;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import mailroad.kernel.Task;
import mailroad.kernel.World;
import mailroad.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A dedicated task that works off the requests of many tasks in groups: while one group is being written, the
 * next gathers. Every request is answered, also when the task ends.
 */
final class GroupTask<R extends GroupTask.Request> {
  private static final Logger LOG = LoggerFactory.getLogger(GroupTask.class);
  private static final int REQUESTS_AT_ONCE_MAX = 512;

  /** Something to be done, and somebody who waits for it. */
  interface Request {
    /** How many octets it will write, about. */
    long octets();

    /** Tells whoever waits that it failed, unless it was answered before. */
    void fail(StoreException failure);
  }

  private record Item<R>(List<R> requests) {}

  private final String name;
  private final int groupOctetsMax;
  private final Consumer<List<R>> worker;
  private final BlockingQueue<Item<R>> waiting;

  /** Held by whoever works off a group. */
  private final Semaphore working = new Semaphore(1);

  private final Task task;
  private volatile boolean ended;

  /**
   * Starts the task.
   *
   * @param waitingMax how many requests may wait before those who ask have to wait
   * @param groupOctetsMax when a group is large enough
   * @param worker does a group, and answers all its requests
   */
  GroupTask(
      World world, String name, int waitingMax, int groupOctetsMax, Consumer<List<R>> worker) {
    this.name = name;
    this.groupOctetsMax = groupOctetsMax;
    this.worker = worker;
    this.waiting = new LinkedBlockingQueue<>(waitingMax);
    this.task = world.startDedicated(name, this::run);
  }

  /** Hands a request over; whoever asked waits for its answer. */
  void submit(R request) {
    submit(List.of(request));
  }

  /** Hands requests over, to be worked off in one group. */
  void submit(List<R> requests) {
    if (requests.isEmpty()) {
      return;
    }
    put(new Item<>(requests));
    if (ended) {
      failWaiting();
    }
  }

  /**
   * Works off a request in the calling task, if no other is under way or waits. To wake the dedicated task, and be
   * woken by it, costs more than many a request does.
   *
   * @return whether it was answered
   */
  boolean tryAlone(R request) {
    if (!waiting.isEmpty() || working.hasQueuedThreads() || !working.tryAcquire()) {
      return false;
    }
    try {
      if (ended) {
        return false;
      }
      work(List.of(request));
      return true;
    } finally {
      working.release();
    }
  }

  /** Ends the task after what was handed over before. */
  void close() {
    put(new Item<>(List.of()));
    boolean interrupted = false;
    while (!task.ended()) {
      try {
        task.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    working.acquireUninterruptibly(); // one may still work alone, and is the last
    working.release();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void put(Item<R> item) {
    boolean interrupted = false;
    while (true) {
      try {
        waiting.put(item);
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() throws InterruptedException {
    try {
      List<R> group = new ArrayList<>();
      boolean more = true;
      while (more) {
        group.clear();
        Item<R> first = waiting.take();
        working.acquireUninterruptibly();
        try {
          more = gather(group, first);
          work(group);
        } finally {
          working.release();
        }
      }
    } finally {
      ended = true; // first this, then fail: whoever hands something over after it looks here
      failWaiting();
    }
  }

  /** Takes what is waiting, up to the bounds; false once the end was asked for. */
  private boolean gather(List<R> group, Item<R> first) {
    long octets = 0;
    Item<R> item = first;
    while (item != null) {
      if (item.requests().isEmpty()) {
        return false;
      }
      group.addAll(item.requests());
      for (R request : item.requests()) {
        octets += request.octets();
      }
      boolean full = octets >= groupOctetsMax || group.size() >= REQUESTS_AT_ONCE_MAX;
      item = full ? null : waiting.poll();
    }
    return true;
  }

  private void work(List<R> group) {
    if (group.isEmpty()) {
      return;
    }
    try {
      worker.accept(group);
    } catch (RuntimeException | Error e) {
      // Whatever happened, nobody may wait for ever, and the next group may fare better.
      LOG.error("task={} failed", name, e);
      group.forEach(request -> request.fail(new StoreException(name + " failed", e)));
    }
  }

  private void failWaiting() {
    List<Item<R>> left = new ArrayList<>();
    waiting.drainTo(left);
    for (Item<R> item : left) {
      item.requests().forEach(request -> request.fail(new StoreException("the store is closed")));
    }
  }
}
