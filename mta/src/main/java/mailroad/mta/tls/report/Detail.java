package mailroad.mta.tls.report;

import mailroad.mta.tls.ResultType;

/**
 * Failures that are told together (RFC 8460 section 4.4). All but the type may be empty.
 *
 * @param from address of the server that sends
 * @param host name of the mail exchanger
 * @param to its address
 * @param reason one line for people or programs
 */
public record Detail(ResultType type, String from, String host, String to, String reason) {
  /** Failures of a kind, of which no more is told. */
  static Detail of(ResultType type) {
    return new Detail(type, "", "", "", "");
  }
}
