package mailroad.mta.tls.report;

import mailroad.kernel.Domain;

/**
 * Signs reports that go by mail. RFC 8460 section 3 wants a DKIM signature by the domain that reports, over the whole body,
 * and of the header at least what RFC 8460 section 5.3 adds to it: TLS-Report-Domain and TLS-Report-Submitter.
 */
@FunctionalInterface
public interface Seal {
  /** No signature: for a server that has no keys, or whose smarthost signs what it sends. */
  Seal NONE = (message, _) -> message;

  /**
   * The message with its signature in front.
   *
   * @param message whole, each line with its CRLF
   * @param by the domain of its From field
   */
  byte[] seal(byte[] message, Domain by);
}
