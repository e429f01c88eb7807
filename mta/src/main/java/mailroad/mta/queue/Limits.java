package mailroad.mta.queue;

import java.net.InetAddress;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Holds back what would go faster than a {@link LimitLine} allows. Each destination that a line fits has its own
 * count. Any number of tasks may use it; does not block.
 */
public final class Limits {
  private static final int PACES_MAX = 50_000;

  private final List<LimitLine> lines;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Count, Pace> paces =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Count, Pace> eldest) {
          return size() > PACES_MAX;
        }
      };

  private enum What {
    MESSAGES,
    CONNECTIONS
  }

  private record Count(What what, String whose) {}

  /** The limits of a configuration. */
  public Limits(FlowConfig config) {
    this.lines = config.limits();
  }

  /** The line that bounds a next hop, if there is one. */
  Optional<LimitLine> lineFor(String hop) {
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    return lines.stream().filter(line -> fits(line.of(), hop)).findFirst();
  }

  private static boolean fits(String of, String hop) {
    if (of.equals("*") || of.equalsIgnoreCase(hop)) {
      return true;
    }
    String name = hop.startsWith("[") ? hop : hop.replaceFirst(":\\d+$", "");
    return of.startsWith(".")
        ? name.regionMatches(true, name.length() - of.length(), of, 0, of.length())
        : of.equalsIgnoreCase(name);
  }

  /** When the next message may go to a hop; not after now if at once. */
  Instant nextMessage(String hop) {
    return lineFor(hop)
        .filter(line -> line.messages() > 0)
        .map(line -> next(new Count(What.MESSAGES, hop)))
        .orElse(Instant.MIN);
  }

  /** A message goes to a hop. */
  void message(String hop, Instant now) {
    lineFor(hop)
        .filter(line -> line.messages() > 0)
        .ifPresent(line -> take(new Count(What.MESSAGES, hop), line.messages(), line, now));
  }

  private Instant next(Count count) {
    lock.lock();
    try {
      Pace pace = paces.get(count);
      return pace == null ? Instant.MIN : pace.next();
    } finally {
      lock.unlock();
    }
  }

  private void take(Count count, int most, LimitLine line, Instant now) {
    lock.lock();
    try {
      paces.computeIfAbsent(count, _ -> new Pace(most, line.per())).take(now);
    } finally {
      lock.unlock();
    }
  }

  /**
   * A connection is to be made.
   *
   * @param source our own address, where one is chosen
   * @return when it may be made, if not now: then it does not count
   */
  public Optional<Instant> connect(String hop, Optional<InetAddress> source, Instant now) {
    Optional<LimitLine> toHop = lineFor(hop).filter(line -> line.connections() > 0);
    Optional<LimitLine> from = source.flatMap(this::lineFrom);
    Count ofHop = new Count(What.CONNECTIONS, hop);
    Count ofSource = new Count(What.CONNECTIONS, "from " + source);
    Instant hopNext = toHop.map(_ -> next(ofHop)).orElse(Instant.MIN);
    Instant sourceNext = from.map(_ -> next(ofSource)).orElse(Instant.MIN);
    Instant next = hopNext.isAfter(sourceNext) ? hopNext : sourceNext;
    if (next.isAfter(now)) {
      return Optional.of(next);
    }
    toHop.ifPresent(line -> take(ofHop, line.connections(), line, now));
    from.ifPresent(line -> take(ofSource, line.connections(), line, now));
    return Optional.empty();
  }

  private Optional<LimitLine> lineFrom(InetAddress source) {
    return lines.stream()
        .filter(line -> line.connections() > 0)
        .filter(line -> line.of().equalsIgnoreCase(source.getHostAddress()))
        .findFirst();
  }
}
