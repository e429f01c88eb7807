package mailroad.guard.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.guard.verdict.Suspect.Direction;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Why;
import mailroad.mta.routing.AddressPattern;

/** Turns evidence into a verdict: a function of the two and nothing else. */
public final class Policy {
  private final Chosen incoming;
  private final Chosen submitted;
  private final List<Line> lines;

  /** By this configuration. */
  public Policy(PolicyConfig config) {
    this.incoming = new Chosen(config.incoming(), "guard.policy.incoming");
    this.submitted = new Chosen(config.submitted(), "guard.policy.submitted");
    List<Line> read = new ArrayList<>();
    for (PolicyLine line : config.lines()) {
      read.add(
          new Line(
              line.direction(),
              AddressPattern.parse(line.who()).orElseThrow(),
              new Chosen(line.thresholds(), "guard.policy.lines[" + read.size() + "]")));
    }
    this.lines = List.copyOf(read);
  }

  /** Scores, and which line of the configuration they stand in. */
  private record Chosen(Thresholds thresholds, String source) {}

  private record Line(Direction direction, AddressPattern who, Chosen chosen) {
    boolean fits(Direction way, EmailAddress address) {
      return way == direction && who.matches(address);
    }
  }

  /** What counts for somebody: a recipient, or who submits; without anybody, what counts for all. */
  private Chosen chosen(Direction way, Optional<EmailAddress> who) {
    if (who.isPresent()) {
      for (Line line : lines) {
        if (line.fits(way, who.get())) {
          return line.chosen();
        }
      }
    }
    return way == Direction.INCOMING ? incoming : submitted;
  }

  /** What is done about a message as a whole, without the reasons. */
  public Action action(Direction way, List<Evidence> evidence) {
    return weigh(way, Optional.empty(), evidence).action();
  }

  /**
   * Decides.
   *
   * @param who a recipient of incoming mail, or who submits it; empty for the message as a whole
   */
  public Verdict decide(Direction way, Optional<EmailAddress> who, List<Evidence> evidence) {
    return weigh(way, who, evidence).verdict();
  }

  /** Weighs the evidence, and puts nothing into words yet. */
  Weighing weigh(Direction way, Optional<EmailAddress> who, List<Evidence> evidence) {
    double sum = 0;
    for (Evidence one : evidence) {
      sum += one.score();
    }
    return new Weighing(who, chosen(way, who), evidence, sum);
  }

  /** What evidence weighs. */
  static final class Weighing {
    private final Optional<EmailAddress> who;
    private final Chosen chosen;
    private final List<Evidence> evidence;
    private final double sum;

    private Weighing(
        Optional<EmailAddress> who, Chosen chosen, List<Evidence> evidence, double sum) {
      this.who = who;
      this.chosen = chosen;
      this.evidence = evidence;
      this.sum = sum;
    }

    Action action() {
      return chosen.thresholds().at(sum);
    }

    /** A few words, such as {@code junk, score 8.2}. */
    String said() {
      return action() + ", score " + Verdict.number(sum);
    }

    /** With its reasons. */
    Verdict verdict() {
      List<Why> because = new ArrayList<>();
      because.add(new Why(chosen.thresholds().toString(), chosen.source()));
      evidence.forEach(one -> because.add(shown(one)));
      return new Verdict(
          action(),
          sum,
          chosen.thresholds().isGreylisted(sum),
          said(),
          new Why(who.map(one -> one + ": " + said()).orElseGet(this::said), because));
    }
  }

  /** Evidence as the tree shows it, its score in front. */
  static Why shown(Evidence evidence) {
    Why why = evidence.why();
    return new Why(
        Verdict.signed(evidence.score()) + " " + evidence.name() + ": " + why.finding(),
        why.source(),
        why.because());
  }
}
