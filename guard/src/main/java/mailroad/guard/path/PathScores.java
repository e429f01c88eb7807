package mailroad.guard.path;

import java.util.stream.DoubleStream;
import mailroad.guard.verdict.Evidence;
import mailroad.kernel.Why;

/**
 * How much each finding about the claimed way of a message weighs.
 *
 * @param forgedByUs a trace field pretends to be ours, and is of no message that we know
 * @param heloOurs somebody introduced itself elsewhere by our name
 * @param backwards an earlier server had the message later than the one after it
 * @param future a server had the message at a time that is yet to come
 * @param privateBetween a private address stands between public ones, as in some organisations
 * @param missing there are no trace fields at all, as in mail that a program sends straight to us
 * @param unreadable nothing is to be learned from a trace field
 * @param heloContradicts a client gave another address for its name than it had
 */
public record PathScores(
    double forgedByUs,
    double heloOurs,
    double backwards,
    double future,
    double privateBetween,
    double missing,
    double unreadable,
    double heloContradicts) {
  /** As built in. */
  public static final PathScores DEFAULT = new PathScores(2.5, 1.5, 0.8, 1.2, 0.2, 0.6, 0.4, 1.0);

  /** All are numbers. */
  public PathScores {
    if (!DoubleStream.of(
            forgedByUs,
            heloOurs,
            backwards,
            future,
            privateBetween,
            missing,
            unreadable,
            heloContradicts)
        .allMatch(Double::isFinite)) {
      throw new IllegalArgumentException("scores must be numbers");
    }
  }

  double of(PathFinding finding) {
    return switch (finding) {
      case PATH -> 0;
      case RECEIVED_FORGED_BY_US -> forgedByUs;
      case RECEIVED_HELO_OURS -> heloOurs;
      case RECEIVED_BACKWARDS -> backwards;
      case RECEIVED_FUTURE -> future;
      case RECEIVED_PRIVATE -> privateBetween;
      case RECEIVED_MISSING -> missing;
      case RECEIVED_UNREADABLE -> unreadable;
      case RECEIVED_HELO_CONTRADICTS -> heloContradicts;
    };
  }

  Evidence evidence(PathFinding finding, Why why) {
    return new Evidence(finding.label(), of(finding), why);
  }
}
