package mailroad.store.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
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
  private final Map<Key, List<Bell>> bells = new HashMap<>();

  /** Nobody watches yet. */
  public Watches(World world) {
    this.world = world;
  }

  /** Watches a prefix; see {@link Store#watch}. */
  public Store.Watch watch(Key prefix) {
    Bell bell = world.bell();
    lock.lock();
    try {
      bells.computeIfAbsent(prefix, key -> new ArrayList<>()).add(bell);
    } finally {
      lock.unlock();
    }
    return new Watch(prefix, bell);
  }

  /** Rings for those who watch these keys. */
  public void touched(Collection<Key> keys) {
    Set<Bell> rung = new LinkedHashSet<>();
    lock.lock();
    try {
      if (bells.isEmpty()) {
        return;
      }
      for (Key key : keys) {
        for (Key prefix : key.prefixes()) {
          rung.addAll(bells.getOrDefault(prefix, List.of()));
        }
      }
    } finally {
      lock.unlock();
    }
    rung.forEach(Bell::ring);
  }

  /** Rings for all: something may have changed, or the store ends. */
  public void ringAll() {
    Set<Bell> rung = new LinkedHashSet<>();
    lock.lock();
    try {
      bells.keySet().stream()
          .sorted()
          .forEach(prefix -> rung.addAll(bells.getOrDefault(prefix, List.of())));
    } finally {
      lock.unlock();
    }
    rung.forEach(Bell::ring);
  }

  /** How many watch. */
  public int size() {
    lock.lock();
    try {
      return bells.values().stream().mapToInt(List::size).sum();
    } finally {
      lock.unlock();
    }
  }

  private void remove(Key prefix, Bell bell) {
    lock.lock();
    try {
      bells.computeIfPresent(
          prefix,
          (key, here) -> {
            here.remove(bell);
            return here.isEmpty() ? null : here;
          });
    } finally {
      lock.unlock();
    }
  }

  private final class Watch implements Store.Watch {
    private final Key prefix;
    private final Bell bell;

    Watch(Key prefix, Bell bell) {
      this.prefix = prefix;
      this.bell = bell;
    }

    @Override
    public Bell bell() {
      return bell;
    }

    @Override
    public void close() {
      remove(prefix, bell);
    }
  }
}
