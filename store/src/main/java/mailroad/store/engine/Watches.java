package mailroad.store.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import mailroad.kernel.Bell;
import mailroad.kernel.World;
import mailroad.store.Key;
import mailroad.store.Store;

/**
 * Who watches what. Bells hang at the prefixes that are watched, so a change costs one look-up for each part of
 * its key, however many watch.
 */
public final class Watches {
  private final World world;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Key, List<Watch>> watching = new HashMap<>();

  /** Whether {@link #watching} has any, to be asked without the lock. */
  private volatile boolean any;

  /** Nobody watches yet. */
  public Watches(World world) {
    this.world = world;
  }

  /** Watches prefixes; see {@link Store#watch}. */
  public Store.Watch watch(Collection<Key> prefixes) {
    Watch watch = new Watch(world.bell());
    set(watch, Set.copyOf(prefixes));
    return watch;
  }

  /** Rings for those who watch what was changed, which is committed. */
  public void touched(Changes changes) {
    if (any) { // who begins to watch only now reads what was committed
      touched(changes.touched());
    }
  }

  /** Rings for those who watch these keys. */
  public void touched(Collection<Key> keys) {
    Set<Watch> rung = new LinkedHashSet<>();
    lock.lock();
    try {
      if (watching.isEmpty()) {
        return;
      }
      for (Key key : keys) {
        for (Key prefix : key.prefixes()) {
          for (Watch watch : watching.getOrDefault(prefix, List.of())) {
            watch.touched.add(prefix);
            rung.add(watch);
          }
        }
      }
    } finally {
      lock.unlock();
    }
    rung.forEach(watch -> watch.bell.ring());
  }

  /** Rings for all: something may have changed, or the store ends. */
  public void ringAll() {
    Set<Watch> rung = new LinkedHashSet<>();
    lock.lock();
    try {
      watching.keySet().stream()
          .sorted()
          .forEach(prefix -> rung.addAll(watching.getOrDefault(prefix, List.of())));
      rung.forEach(watch -> watch.touched.addAll(watch.prefixes));
    } finally {
      lock.unlock();
    }
    rung.forEach(watch -> watch.bell.ring());
  }

  /** How many watch. */
  public int size() {
    lock.lock();
    try {
      return watching.values().stream().mapToInt(List::size).sum();
    } finally {
      lock.unlock();
    }
  }

  private void set(Watch watch, Set<Key> prefixes) {
    lock.lock();
    try {
      for (Key prefix : watch.prefixes) {
        watching.computeIfPresent(
            prefix,
            (key, here) -> {
              here.remove(watch);
              return here.isEmpty() ? null : here;
            });
      }
      watch.prefixes = prefixes;
      prefixes.forEach(
          prefix -> watching.computeIfAbsent(prefix, key -> new ArrayList<>()).add(watch));
      any = !watching.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  private Set<Key> take(Watch watch) {
    lock.lock();
    try {
      Set<Key> taken = Set.copyOf(watch.touched);
      watch.touched.clear();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  private final class Watch implements Store.Watch {
    private final Bell bell;
    private Set<Key> prefixes = Set.of(); // under the lock
    private final Set<Key> touched = new HashSet<>(); // under the lock

    Watch(Bell bell) {
      this.bell = bell;
    }

    @Override
    public Bell bell() {
      return bell;
    }

    @Override
    public Set<Key> touched() {
      return take(this);
    }

    @Override
    public void watch(Collection<Key> prefixes) {
      set(this, Set.copyOf(prefixes));
    }

    @Override
    public void close() {
      set(this, Set.of());
    }
  }
}
