package mailroad.smtp.client;

import mailroad.wire.Tls;

/** Whether STARTTLS (RFC 3207) is wanted. */
public sealed interface Security {
  /** In the clear, whatever is offered; also where TLS lies beneath from the start. */
  record None() implements Security {}

  /**
   * TLS where it is offered (RFC 7435). If the handshake fails the connection is lost, and the caller
   * connects again with {@link None}.
   */
  record Opportunistic(Tls.Handshake handshake) implements Security {}

  /** TLS or nothing: DANE, MTA-STS, a route that demands it. */
  record Required(Tls.Handshake handshake) implements Security {}
}
