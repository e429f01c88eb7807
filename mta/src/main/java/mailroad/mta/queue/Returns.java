package mailroad.mta.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import mailroad.kernel.World;
import mailroad.store.Batch;
import mailroad.store.Key;
import mailroad.store.StoreException;

/**
 * Items in hand on their way back to the store, untried: their next hop rests, or they are wanted once more. What
 * the store did not take is owed until it does. Any number of tasks may use it; only {@link #pay} blocks.
 */
final class Returns {
  private static final int PAID_AT_ONCE = 500;

  private final World world;
  private final QueueShelf shelf;
  private final Lanes lanes;
  private final InHand inHand;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<Due> owed = new ArrayList<>();

  /** An item, and when it is due in its lane of the store. */
  private record Due(LaneName lane, Key item, Instant at) {}

  Returns(World world, QueueShelf shelf, Lanes lanes, InHand inHand) {
    this.world = world;
    this.shelf = shelf;
    this.lanes = lanes;
    this.inHand = inHand;
  }

  /** An item goes back as it was. */
  void owe(Load load) {
    owe(load.lane(), load.key(), load.item().next());
  }

  void owe(LaneName lane, Key item, Instant due) {
    lock.lock();
    try {
      owed.add(new Due(lane, item, due));
    } finally {
      lock.unlock();
    }
  }

  /** Gives back what is owed. */
  void pay() throws StoreException {
    List<Due> due = portion();
    while (!due.isEmpty()) {
      pay(due);
      due = portion();
    }
  }

  private List<Due> portion() {
    lock.lock();
    try {
      List<Due> some = owed.subList(0, Math.min(owed.size(), PAID_AT_ONCE));
      List<Due> out = List.copyOf(some);
      some.clear();
      return out;
    } finally {
      lock.unlock();
    }
  }

  private void pay(List<Due> due) throws StoreException {
    List<Due> timed = due.stream().map(one -> new Due(one.lane(), one.item(), at(one))).toList();
    Batch batch = new Batch();
    for (Due one : timed) {
      batch.schedule(QueueShelf.ITEMS_DUE, one.lane().stored(), one.item(), one.at());
    }
    try {
      shelf.store().commit(batch);
    } catch (StoreException e) {
      timed.forEach(one -> owe(one.lane(), one.item(), one.at()));
      throw e;
    }
    for (Due one : timed) {
      if (inHand.release(one.item()) && one.at().isAfter(world.now())) {
        owe(one.lane(), one.item(), world.now()); // flushed at that very moment
      }
      lanes.note(one.lane(), one.at());
    }
  }

  /** What was flushed while it only waited for its turn is due at once. */
  private Instant at(Due one) {
    Instant now = world.now();
    return inHand.isWantedAgain(one.item()) && one.at().isAfter(now) ? now : one.at();
  }
}
