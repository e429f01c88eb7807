package mailroad.sasl;

import mailroad.kernel.EmailAddress;

/** Knows whose a token of OAuth 2.0 is (RFC 6750). Any number of tasks ask at once. */
@FunctionalInterface
public interface TokenCheck {
  /**
   * Looks at a token. May block, where somebody else is asked.
   *
   * @throws UnavailableException if it cannot be known now
   * @throws InterruptedException if the task is cancelled
   */
  Result check(String token) throws UnavailableException, InterruptedException;

  /** What came of it. */
  sealed interface Result {
    /** It holds, and was given to the owner of this address. */
    record Holds(EmailAddress owner) implements Result {}

    /**
     * It does not.
     *
     * @param error for the client
     * @param reason for the log
     */
    record Fails(TokenError error, String reason) implements Result {}
  }
}
