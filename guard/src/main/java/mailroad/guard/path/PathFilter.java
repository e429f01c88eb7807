package mailroad.guard.path;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mailroad.guard.verdict.Filter;
import mailroad.guard.verdict.FilterException;
import mailroad.guard.verdict.Opinion;
import mailroad.guard.verdict.Suspect;
import mailroad.kernel.Domain;
import mailroad.kernel.QueueId;
import mailroad.mta.gate.Arriving;
import mailroad.store.StoreException;

/** Judges the way that a message claims to have come. Any number of tasks may ask at once. */
public final class PathFilter implements Filter {
  /** Of more fields with our name nobody needs to know whether each is ours. */
  private static final int LOOKED_UP_MAX = 10;

  private static final Duration SAME_TIME = Duration.ofHours(1);

  private final PathConfig config;
  private final Set<Domain> ours;
  private final Past past;

  /** What this server knows of messages that were here before. */
  @FunctionalInterface
  public interface Past {
    /**
     * Whether a message of this id was here.
     *
     * @throws StoreException if the machine failed
     */
    boolean knows(QueueId id) throws StoreException;
  }

  /**
   * A filter of a server.
   *
   * @param ours the names by which this server writes trace fields
   */
  public PathFilter(PathConfig config, Set<Domain> ours, Past past) {
    this.config = config;
    this.ours = Set.copyOf(ours);
    this.past = past;
  }

  @Override
  public String name() {
    return "path";
  }

  @Override
  public boolean looksAt(Suspect suspect) {
    return config.enabled() && suspect.direction() == Suspect.Direction.INCOMING;
  }

  @Override
  public Opinion look(Suspect suspect) throws FilterException {
    Chain chain = chain(suspect.arriving());
    try {
      return Opinion.of(new PathJudge(config, known(chain), chain).judge());
    } catch (StoreException e) {
      throw new FilterException("cannot look up what was here before", e);
    }
  }

  /** Looks up the ids in fields that bear our name. */
  private Ours known(Chain chain) throws StoreException {
    Set<String> known = new HashSet<>();
    Set<String> old = new HashSet<>();
    List<ReceivedField> claimed =
        chain.claimed().stream()
            .filter(field -> Domain.parse(field.by()).map(ours::contains).orElse(false))
            .limit(LOOKED_UP_MAX)
            .toList();
    for (ReceivedField field : claimed) {
      Optional<QueueId> id = QueueId.parse(field.id());
      if (id.isPresent() && past.knows(id.get())) {
        known.add(field.id());
      } else if (id.isPresent() && isTooOld(id.get(), field, chain.arrived())) {
        old.add(field.id());
      }
    }
    return new Ours(ours, known, old);
  }

  /** Whether the journal need not know an id any more, which says when it was made, as the field does. */
  private boolean isTooOld(QueueId id, ReceivedField field, Instant now) {
    boolean sameTime =
        field
            .at()
            .filter(at -> Duration.between(at, id.made()).abs().compareTo(SAME_TIME) < 0)
            .isPresent();
    return sameTime && id.made().isBefore(now.minus(config.memory()));
  }

  private static Chain chain(Arriving message) {
    return new Chain(
        message.client().map(client -> client.remote().getAddress()),
        message.client().map(client -> client.hello().name()).orElse(""),
        message.now(),
        Chain.claims(message.header()));
  }
}
