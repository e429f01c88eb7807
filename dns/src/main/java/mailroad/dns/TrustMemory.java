package mailroad.dns;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import mailroad.kernel.World;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/**
 * What was proven of zones, each until it has to be proven anew, and since when the root and the top-level
 * domains fail to prove what they delegate. Bounded; the longest unused is forgotten first.
 */
final class TrustMemory {
  /** A failure not met again for so long was another one. */
  private static final Duration FAILURE_FORGOTTEN = Duration.ofDays(1);

  /** What is known of a name: a zone with its trust, or that there is no zone at it. */
  record Known(Optional<Trust> zone, Instant until) {}

  /**
   * A delegation that cannot be proven.
   *
   * @param ignored why that was passed over, once it was
   */
  private record Failing(Instant since, Instant last, Optional<String> ignored) {}

  private static final class Bounded<V> extends LinkedHashMap<Name, V> {
    private static final long serialVersionUID = 1;
    private final int max;

    Bounded(int max) {
      super(64, 0.75f, true);
      this.max = max;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Name, V> eldest) {
      return size() > max;
    }
  }

  private final World world;
  private final ReentrantLock lock = new ReentrantLock();
  private final Bounded<Known> zones;
  private final Bounded<Failing> failing;

  TrustMemory(World world, int zonesMax) {
    this.world = world;
    zones = new Bounded<>(zonesMax);
    failing = new Bounded<>(zonesMax);
  }

  Optional<Known> of(Name name) {
    Instant now = world.now();
    lock.lock();
    try {
      @Nullable Known known = zones.get(name);
      return Optional.ofNullable(known).filter(it -> it.until().isAfter(now));
    } finally {
      lock.unlock();
    }
  }

  void keep(Name name, Optional<Trust> zone, Instant until) {
    lock.lock();
    try {
      zones.put(name, new Known(zone, until));
    } finally {
      lock.unlock();
    }
  }

  void flush() {
    lock.lock();
    try {
      zones.clear();
    } finally {
      lock.unlock();
    }
  }

  /** What was delegated to this name holds, or rightly does not exist. */
  void mended(Name name) {
    lock.lock();
    try {
      failing.remove(name);
    } finally {
      lock.unlock();
    }
  }

  /** What was delegated to this name cannot be proven; for how long that has been so. */
  Duration failing(Name name) {
    Instant now = world.now();
    lock.lock();
    try {
      @Nullable Failing before = failing.get(name);
      boolean same =
          before != null && Duration.between(before.last(), now).compareTo(FAILURE_FORGOTTEN) < 0;
      Instant since = before != null && same ? before.since() : now;
      Optional<String> ignored = before != null && same ? before.ignored() : Optional.empty();
      failing.put(name, new Failing(since, now, ignored));
      return Duration.between(since, now);
    } finally {
      lock.unlock();
    }
  }

  /** That it cannot be proven was passed over. */
  void ignored(Name name, String why) {
    lock.lock();
    try {
      failing.computeIfPresent(
          name, (_, known) -> new Failing(known.since(), known.last(), Optional.of(why)));
    } finally {
      lock.unlock();
    }
  }

  /** What is passed over at present. */
  List<DnssecLapse> lapses() {
    Instant oldest = world.now().minus(FAILURE_FORGOTTEN);
    List<DnssecLapse> out = new ArrayList<>();
    lock.lock();
    try {
      failing.forEach((name, known) -> {
        if (known.ignored().isPresent() && known.last().isAfter(oldest)) {
          out.add(
              new DnssecLapse(
                  Records.show(name), known.since(), known.last(), known.ignored().get()));
        }
      });
    } finally {
      lock.unlock();
    }
    return out;
  }
}
