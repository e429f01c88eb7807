package mailroad.guard.path;

import mailroad.guard.verdict.Scores;

/** What may be found about the way of a message. */
enum PathFinding implements Scores.Kind {
  /** The way itself, for whoever reads it. */
  PATH(0),
  /** A field says that it is ours, and we know nothing of it. */
  RECEIVED_FORGED_BY_US(2.5),
  /** Somebody introduced itself by our name. */
  RECEIVED_HELO_OURS(1.5),
  /** A later hop is older than an earlier one. */
  RECEIVED_BACKWARDS(0.8),
  /** A time that is yet to come. */
  RECEIVED_FUTURE(1.2),
  /** A private address between public ones. */
  RECEIVED_PRIVATE(0.2),
  /** No trace fields at all. */
  RECEIVED_MISSING(0.6),
  /** A field from which nothing is to be learned. */
  RECEIVED_UNREADABLE(0.4),
  /** A client that gives an address as its name, and another one has. */
  RECEIVED_HELO_CONTRADICTS(1.0);

  private final double standard;

  PathFinding(double standard) {
    this.standard = standard;
  }

  @Override
  public double standard() {
    return standard;
  }
}
