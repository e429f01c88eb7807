package mailroad.mta.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import mailroad.kernel.Task;
import mailroad.kernel.World;
import mailroad.store.Store;
import mailroad.store.StoreException;

/** What is due in one queue of the store: claimed by this node, and worked on in tasks of its own, some at once. */
final class DueWork {
  private final World world;
  private final Store store;
  private final Terms terms;

  /**
   * How it is worked on.
   *
   * @param queue of what is due
   * @param task what each task is called
   * @param node this one's name among the nodes of one store
   * @param lease longer than work on one item can take
   * @param atOnce how many are worked on at once
   */
  record Terms(String queue, String task, String node, Duration lease, int atOnce) {}

  /** Works on one item. */
  @FunctionalInterface
  interface Work {
    void on(Store.Claim claim) throws InterruptedException;
  }

  DueWork(World world, Store store, Terms terms) {
    this.world = world;
    this.store = store;
    this.terms = terms;
  }

  /** Does all that is due now. */
  void doAll(Work work) throws StoreException, InterruptedException {
    List<Store.Claim> claims = claim();
    while (!claims.isEmpty()) {
      List<Task> tasks = new ArrayList<>();
      try {
        for (Store.Claim claim : claims) {
          tasks.add(world.start(terms.task(), () -> work.on(claim)));
        }
        for (Task task : tasks) {
          task.join();
        }
      } finally {
        tasks.forEach(Task::cancel);
      }
      claims = claim();
    }
  }

  private List<Store.Claim> claim() throws StoreException {
    return store.claimDue(terms.queue(), terms.node(), world.now(), terms.lease(), terms.atOnce());
  }

  /** What this node had in hand when it ended may be taken again at once. */
  void release() throws StoreException {
    store.releaseClaims(terms.queue(), terms.node(), world.now());
  }
}
