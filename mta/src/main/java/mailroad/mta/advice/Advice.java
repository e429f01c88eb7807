package mailroad.mta.advice;

/**
 * One thing found about a domain's mail in DNS.
 *
 * @param about what it is about, such as {@code SPF}
 * @param text one sentence for people
 */
public record Advice(Level level, String about, String text) {
  /** How it stands. */
  public enum Level {
    /** As it should be. */
    GOOD,
    /** Could be better. */
    MISSING,
    /** Does harm, or does not work. */
    WRONG
  }

  static Advice good(String about, String text) {
    return new Advice(Level.GOOD, about, text);
  }

  static Advice missing(String about, String text) {
    return new Advice(Level.MISSING, about, text);
  }

  static Advice wrong(String about, String text) {
    return new Advice(Level.WRONG, about, text);
  }
}
