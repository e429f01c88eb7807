package mailroad.pop3;

import java.time.Duration;
import java.util.List;
import mailroad.sasl.Mechanism;

/**
 * What a client may do on its connection as it is now.
 *
 * @param login whether it may log in, which may want TLS first
 * @param mechanisms by which it may log in with AUTH
 * @param stls whether TLS can begin
 * @param loginDelay how long an account must wait between two logins
 */
record Offer(boolean login, List<Mechanism> mechanisms, boolean stls, Duration loginDelay) {
  /** The record's list does not change. */
  Offer {
    mechanisms = List.copyOf(mechanisms);
  }

  /** Whether USER and PASS work, which is as PLAIN is (RFC 1939 section 7). */
  boolean user() {
    return login && mechanisms.contains(Mechanism.PLAIN);
  }
}
