package mailroad.guard.door;

import java.time.Duration;

/**
 * The first look at a stranger.
 *
 * @param silence how long a client that nothing good is known of waits for the greeting; zero greets at once
 * @param earlyTalk what is done with who speaks before the greeting
 */
public record FirstLookConfig(Duration silence, Act earlyTalk) {
  /** What is done about what a look shows. */
  public enum Act {
    /** It is kept in mind as evidence. */
    NOTE,
    /** The client is refused. */
    REFUSE
  }

  /** Four seconds, which senders of mail wait and many of those that only fake it do not. */
  public static final FirstLookConfig DEFAULT =
      new FirstLookConfig(Duration.ofSeconds(4), Act.REFUSE);

  /** Times that make sense. */
  public FirstLookConfig {
    // RFC 5321 section 4.5.3.2.1: clients wait for five minutes.
    if (silence.isNegative() || silence.compareTo(Duration.ofMinutes(1)) > 0) {
      throw new IllegalArgumentException("silence must be from 0s to 1m");
    }
  }
}
