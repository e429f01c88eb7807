package mailroad.mta.report;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import mailroad.kernel.Domain;
import mailroad.kernel.World;

/**
 * What this node counted since that was last put into the store, by domain and day. Any number of tasks may count; none
 * waits longer than another needs to count.
 */
public final class DayCounts<T extends Tallied<T>> {
  private final World world;
  private final ReportKind<T> kind;
  private final ReentrantLock lock = new ReentrantLock();
  private Map<DomainDay, T> pending = new LinkedHashMap<>();

  /** Nothing yet. */
  public DayCounts(World world, ReportKind<T> kind) {
    this.world = world;
    this.kind = kind;
  }

  /** Counts something of a domain, today, unless there are too many domains. */
  public void count(Domain domain, Consumer<T> counting) {
    count(new DomainDay(DomainDay.dayOf(world.now()), domain), counting);
  }

  private void count(DomainDay key, Consumer<T> counting) {
    lock.lock();
    try {
      if (pending.containsKey(key) || pending.size() < kind.terms().domainsMax()) {
        counting.accept(pending.computeIfAbsent(key, _ -> kind.tally()));
      }
    } finally {
      lock.unlock();
    }
  }

  /** Takes what was counted. */
  Map<DomainDay, T> take() {
    lock.lock();
    try {
      Map<DomainDay, T> taken = pending;
      pending = new LinkedHashMap<>();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Gives back what could not be put into the store. */
  void giveBack(DomainDay key, T tally) {
    count(key, there -> there.add(tally));
  }
}
