package mailroad.guard.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.guard.verdict.Suspect.Direction;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Why;

/** Turns evidence into a verdict: a function of the two and nothing else. */
public final class Policy {
  private final PolicyConfig config;

  /** By this configuration. */
  public Policy(PolicyConfig config) {
    this.config = config;
  }

  /** What is done about a message as a whole, without the reasons. */
  public Action action(Direction way, List<Evidence> evidence) {
    return config.chosen(way, Optional.empty()).thresholds().at(sum(evidence));
  }

  private static double sum(List<Evidence> evidence) {
    return evidence.stream().mapToDouble(Evidence::score).sum();
  }

  /**
   * Decides.
   *
   * @param who a recipient of incoming mail, or who submits it; empty for the message as a whole
   */
  public Verdict decide(Direction way, Optional<EmailAddress> who, List<Evidence> evidence) {
    PolicyConfig.Chosen chosen = config.chosen(way, who);
    double sum = sum(evidence);
    Action action = chosen.thresholds().at(sum);
    List<Why> because = new ArrayList<>();
    because.add(new Why(chosen.thresholds().toString(), chosen.source()));
    evidence.forEach(one -> because.add(shown(one)));
    String said = "%s, score %s".formatted(action, Verdict.number(sum));
    return new Verdict(
        action,
        sum,
        chosen.thresholds().isGreylisted(sum),
        said,
        new Why(who.map(one -> one + ": " + said).orElse(said), because));
  }

  /** Evidence as the tree shows it, its score in front. */
  static Why shown(Evidence evidence) {
    Why why = evidence.why();
    return new Why(
        "%s %s: %s".formatted(Verdict.signed(evidence.score()), evidence.name(), why.finding()),
        why.source(),
        why.because());
  }
}
