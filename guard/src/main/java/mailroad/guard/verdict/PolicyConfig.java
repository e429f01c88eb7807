package mailroad.guard.verdict;

import java.util.List;

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
}
