package mailroad.guard.verdict;

import java.util.List;
import java.util.Optional;
import mailroad.guard.verdict.Suspect.Direction;
import mailroad.kernel.EmailAddress;

/**
 * What is done at which score.
 *
 * @param incoming for mail from others
 * @param submitted for mail of our own users
 * @param lines for the mail of some, asked before these
 */
public record PolicyConfig(Thresholds incoming, Thresholds submitted, List<PolicyLine> lines) {
  /** Junk from 6, refused from 15. */
  public static final PolicyConfig DEFAULT =
      new PolicyConfig(Thresholds.INCOMING, Thresholds.SUBMITTED, List.of());

  /** The record's list does not change. */
  public PolicyConfig {
    lines = List.copyOf(lines);
  }

  /** Scores, and which line of the configuration they stand in. */
  record Chosen(Thresholds thresholds, String source) {}

  /** What counts for somebody: a recipient, or who submits; without anybody, what counts for all. */
  Chosen chosen(Direction way, Optional<EmailAddress> who) {
    for (int i = 0; who.isPresent() && i < lines.size(); i++) {
      if (lines.get(i).fits(way, who.get())) {
        return new Chosen(lines.get(i).thresholds(), "guard.policy.lines[" + i + "]");
      }
    }
    return switch (way) {
      case INCOMING -> new Chosen(incoming, "guard.policy.incoming");
      case SUBMITTED -> new Chosen(submitted, "guard.policy.submitted");
    };
  }
}
