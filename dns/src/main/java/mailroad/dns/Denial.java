package mailroad.dns;

import org.xbill.DNS.Name;

/**
 * What signed records say about something that is not there. Made of proven records of one zone; pure. Two ways
 * of proving it, NSEC and NSEC3, answer the same three questions.
 */
sealed interface Denial permits NsecDenial, Nsec3Denial {
  /** What a proof comes to. */
  enum Outcome {
    /** Proven. */
    PROVEN,
    /** Proven only that a part of the zone may be unsigned, where this may lie (RFC 5155 section 6). */
    MAYBE_UNSIGNED,
    /** Not proven. */
    NOT_PROVEN
  }

  /** What is known of a delegation without DS. */
  enum Cut {
    /** There is a deeper zone, and it is not signed. */
    UNSIGNED_ZONE,
    /** There is no deeper zone at the name. */
    NO_ZONE,
    /** Nothing is proven. */
    NOT_PROVEN
  }

  /** Whether there are no such records at the name, though the name or a wildcard for it is there. */
  Outcome noSuchRecords(Name name, int type);

  /** Whether neither the name nor a wildcard for it is there. */
  Outcome noSuchName(Name name);

  /**
   * Whether the name itself is not there, so that a wildcard may stand in for it (RFC 4035 section 5.3.4).
   *
   * @param closest the name below which the wildcard is
   */
  Outcome noCloserName(Name name, Name closest);

  /** Whether it is silent about names that may be unsigned (RFC 5155 section 6). */
  boolean optsOut();

  /** What is at a name that has no DS record: a zone, or none. */
  Cut cut(Name child);
}
