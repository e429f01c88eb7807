package mailroad.guard.verdict;

import mailroad.guard.verdict.Suspect.Direction;
import mailroad.mta.routing.AddressPattern;

/**
 * What is done about the mail of some: the first line that fits counts.
 *
 * @param who recipients of incoming mail, or the account that submits it: {@code example.org}, {@code .example.org} for all
 *     below it, {@code anna@example.org}, {@code sales-*@example.org}; empty or {@code *} for all
 * @param direction whether the line is for incoming mail or for what is submitted here
 * @param markAt as in the table above
 * @param junkAt as in the table above
 * @param greylistAt as in the table above
 * @param quarantineAt as in the table above
 * @param refuseAt as in the table above
 * @param discardAt as in the table above
 */
public record PolicyLine(
    String who,
    Direction direction,
    double markAt,
    double junkAt,
    double greylistAt,
    double quarantineAt,
    double refuseAt,
    double discardAt) {
  /** Checks the parts. */
  public PolicyLine {
    if (AddressPattern.parse(who).isEmpty()) {
      throw new IllegalArgumentException(
          "who must be a domain, .domain, an address, a pattern of these or *: " + who);
    }
    var _ = new Thresholds(markAt, junkAt, greylistAt, quarantineAt, refuseAt, discardAt);
  }

  /** A line for incoming mail. */
  public static PolicyLine of(String who, Thresholds at) {
    return new PolicyLine(
        who,
        Direction.INCOMING,
        at.markAt(),
        at.junkAt(),
        at.greylistAt(),
        at.quarantineAt(),
        at.refuseAt(),
        at.discardAt());
  }

  /** Its scores. */
  public Thresholds thresholds() {
    return new Thresholds(markAt, junkAt, greylistAt, quarantineAt, refuseAt, discardAt);
  }
}
