package mailroad.guard.path;

import java.util.Locale;

/** What may be found about the way of a message. */
enum PathFinding {
  /** The way itself, for whoever reads it. */
  PATH,
  /** A field says that it is ours, and we know nothing of it. */
  RECEIVED_FORGED_BY_US,
  /** Somebody introduced itself by our name. */
  RECEIVED_HELO_OURS,
  /** A later hop is older than an earlier one. */
  RECEIVED_BACKWARDS,
  /** A time that is yet to come. */
  RECEIVED_FUTURE,
  /** A private address between public ones. */
  RECEIVED_PRIVATE,
  /** No trace fields at all. */
  RECEIVED_MISSING,
  /** A field from which nothing is to be learned. */
  RECEIVED_UNREADABLE,
  /** A client that gives an address as its name, and another one has. */
  RECEIVED_HELO_CONTRADICTS;

  /** Its name as evidence. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
