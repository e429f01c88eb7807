package mailroad.guard.path;

import java.util.Set;
import java.util.function.Predicate;
import mailroad.guard.verdict.Filter;
import mailroad.guard.verdict.Opinion;
import mailroad.guard.verdict.Scores;
import mailroad.guard.verdict.Suspect;
import mailroad.kernel.Domain;
import mailroad.mta.gate.Arriving;

/** Judges the way that a message claims to have come. Any number of tasks may ask at once. */
public final class PathFilter implements Filter {
  private final PathConfig config;
  private final Scores<PathFinding> scores;
  private final Set<Domain> ours;
  private final Predicate<String> known;

  /**
   * A filter of a server.
   *
   * @param ours the names by which this server writes trace fields
   * @param known whether the journal has a message of this queue id, so that a field of ours is not forged
   */
  public PathFilter(PathConfig config, Set<Domain> ours, Predicate<String> known) {
    this.config = config;
    this.scores = Scores.of(PathFinding.class, "scores", config.scores());
    this.ours = Set.copyOf(ours);
    this.known = known;
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
  public Opinion look(Suspect suspect) {
    return Opinion.of(new PathJudge(config, scores, ours, known, chain(suspect.arriving())).judge());
  }

  private static Chain chain(Arriving message) {
    return new Chain(
        message.client().map(client -> client.remote().getAddress()),
        message.client().map(client -> client.hello().name()).orElse(""),
        message.now(),
        Chain.claims(message.header()));
  }
}
