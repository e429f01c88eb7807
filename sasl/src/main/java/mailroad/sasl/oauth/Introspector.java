package mailroad.sasl.oauth;

/** Asks an issuer about a token (RFC 7662 section 2). Any number of tasks may ask at once. */
@FunctionalInterface
public interface Introspector {
  /**
   * Asks. Blocks until there is an answer, or that is certain not to come in time.
   *
   * @param token of the characters of RFC 6750 section 2.1 alone
   * @throws InterruptedException if the task is cancelled
   */
  Answer ask(String token) throws InterruptedException;

  /** What came of it. */
  sealed interface Answer {
    /** The issuer's words, which are to be JSON (RFC 7662 section 2.2). */
    record Said(String json) implements Answer {}

    /** There is no answer, or we may not ask. */
    record Silent(String reason) implements Answer {}
  }
}
