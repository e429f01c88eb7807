package mailroad.guard.report;

import java.util.List;

/**
 * Messages that are told of together (RFC 7489 appendix C).
 *
 * @param source address of the client
 * @param disposition what was done: {@code none}, {@code quarantine} or {@code reject}; in reports of
 *     others {@code pass} as well (RFC 9990)
 * @param reason why that is not what the domain wants; empty if it is
 * @param spfResult of the reverse-path
 */
public record Row(
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
  public Row {
    signatures = List.copyOf(signatures);
  }

  /** A signature. */
  public record Signature(String domain, String selector, String result) {}

  /** Whether neither vouched. */
  public boolean failed() {
    return !dkimAligned && !spfAligned;
  }
}
