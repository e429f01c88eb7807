package mailroad.guard.verdict;

import java.util.ArrayList;
import java.util.List;

/**
 * From which score on what is done; zero for never.
 *
 * @param markAt from here the header says that a message is unwanted, for rules of users to act upon
 * @param junkAt from here a message goes into the mailbox for junk
 * @param greylistAt from here a message is put off, unless its sender has come back already
 * @param quarantineAt from here a message is kept out of every mailbox
 * @param refuseAt from here a message is not taken
 * @param discardAt from here a message is taken and dropped; nobody hears of it
 */
public record Thresholds(
    double markAt,
    double junkAt,
    double greylistAt,
    double quarantineAt,
    double refuseAt,
    double discardAt) {
  /** For mail from others. */
  public static final Thresholds INCOMING = new Thresholds(0, 6, 0, 0, 15, 0);

  /** For mail of our own users. */
  public static final Thresholds SUBMITTED = new Thresholds(0, 0, 0, 0, 15, 0);

  /** Scores are not below zero. */
  public Thresholds {
    notNegative("mark-at", markAt);
    notNegative("junk-at", junkAt);
    notNegative("greylist-at", greylistAt);
    notNegative("quarantine-at", quarantineAt);
    notNegative("refuse-at", refuseAt);
    notNegative("discard-at", discardAt);
  }

  private static void notNegative(String key, double score) {
    if (!(score >= 0)) {
      throw new IllegalArgumentException(key + " must be a score of at least 0; 0 is for never");
    }
  }

  /** The severest that is done at this score. */
  public Action at(double sum) {
    if (reached(discardAt, sum)) {
      return Action.DISCARD;
    }
    if (reached(refuseAt, sum)) {
      return Action.REFUSE;
    }
    if (reached(quarantineAt, sum)) {
      return Action.QUARANTINE;
    }
    if (reached(junkAt, sum)) {
      return Action.JUNK;
    }
    return reached(markAt, sum) ? Action.MARK : Action.ACCEPT;
  }

  /** Whether a message of this score is put off. */
  public boolean isGreylisted(double sum) {
    return reached(greylistAt, sum);
  }

  private static boolean reached(double threshold, double sum) {
    return threshold > 0 && sum >= threshold;
  }

  /** Such as {@code junk from 6.0, refuse from 15.0}. */
  @Override
  public String toString() {
    List<String> said = new ArrayList<>();
    say(said, "mark", markAt);
    say(said, "junk", junkAt);
    say(said, "greylist", greylistAt);
    say(said, "quarantine", quarantineAt);
    say(said, "refuse", refuseAt);
    say(said, "discard", discardAt);
    return said.isEmpty() ? "always accepted" : String.join(", ", said);
  }

  private static void say(List<String> said, String what, double from) {
    if (from > 0) {
      said.add(what + " from " + Verdict.number(from));
    }
  }
}
