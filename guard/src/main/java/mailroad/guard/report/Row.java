package mailroad.guard.report;

import java.util.List;

/**
 * Messages that are told of together (RFC 7489 appendix C).
 *
 * @param source address of the client
 * @param disposition what was done: {@code none}, {@code quarantine} or {@code reject}
 * @param reason why that is not what the domain wants; empty if it is
 * @param spfResult of the reverse-path
 */
record Row(
    String source,
    String disposition,
    boolean dkimAligned,
    boolean spfAligned,
    String reason,
    String headerFrom,
    String envelopeFrom,
    String spfDomain,
    String spfResult,
    List<Signature> signatures) {
  /** The record's list does not change. */
  Row {
    signatures = List.copyOf(signatures);
  }

  /** A signature. */
  record Signature(String domain, String selector, String result) {}

  /** Whether neither vouched. */
  boolean failed() {
    return !dkimAligned && !spfAligned;
  }
}
