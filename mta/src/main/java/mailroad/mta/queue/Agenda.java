package mailroad.mta.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * When which lane of the store is to be looked at next: one entry a lane, however many items it has. Bounded:
 * where there are more lanes than it remembers, it keeps the soonest and says from when on it knows nothing. Used
 * under its owner's lock.
 */
final class Agenda {
  private static final Comparator<Entry> SOONEST =
      Comparator.comparing(Entry::at).thenComparing(Entry::lane);

  private final int most;
  private final Map<String, Entry> byLane = new HashMap<>();
  private final TreeSet<Entry> byTime = new TreeSet<>(SOONEST);
  private Optional<Instant> knownUntil = Optional.empty();

  private record Entry(String lane, Instant at) {}

  Agenda(int most) {
    this.most = most;
  }

  /** A lane is to be looked at no later than this. */
  void note(String lane, Instant at) {
    Entry before = byLane.get(lane);
    if (before != null && !before.at().isAfter(at)) {
      return;
    }
    if (before != null) {
      byTime.remove(before);
    }
    Entry entry = new Entry(lane, at);
    byLane.put(lane, entry);
    byTime.add(entry);
    if (byTime.size() > most) {
      Entry last = byTime.pollLast();
      byLane.remove(last.lane());
      knownUntil = knownUntil.filter(k -> k.isBefore(last.at())).or(() -> Optional.of(last.at()));
    }
  }

  /** Takes out what is to be looked at now. */
  List<String> due(Instant now, int atMost) {
    List<String> out = new ArrayList<>();
    while (out.size() < atMost && !byTime.isEmpty() && !byTime.first().at().isAfter(now)) {
      Entry entry = byTime.removeFirst();
      byLane.remove(entry.lane());
      out.add(entry.lane());
    }
    return out;
  }

  /** When there is something to do next: a lane to look at, or all to be read anew. */
  Optional<Instant> next() {
    Optional<Instant> first =
        byTime.isEmpty() ? Optional.empty() : Optional.of(byTime.first().at());
    return first
        .filter(f -> knownUntil.isEmpty() || f.isBefore(knownUntil.get()))
        .or(() -> knownUntil);
  }

  /** Whether lanes are due that were left out for want of room. */
  boolean mustReadAnew(Instant now) {
    return knownUntil.filter(k -> !k.isAfter(now)).isPresent();
  }

  /** Reading anew begins: what is left out from here on counts. */
  void beginReading() {
    knownUntil = Optional.empty();
  }
}
