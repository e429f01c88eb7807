package mailroad.smtp.server;

import mailroad.kernel.EmailAddress;

/** Knows the accounts that may send (RFC 4954). */
public interface Authenticator {
  /** Whether login and password belong together. Takes as long for unknown logins as for known. */
  Result authenticate(String login, String password, Client client) throws InterruptedException;

  /** What came of it. */
  sealed interface Result {
    /** Yes: that account. */
    record Granted(EmailAddress account) implements Result {}

    /** No; which part was wrong is not said. */
    record Denied() implements Result {}

    /** It cannot be known now: 454. */
    record Unavailable() implements Result {}
  }
}
