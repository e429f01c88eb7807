package mailroad.guard.door;

import java.time.Duration;

/**
 * A bound for how much may come within a time.
 *
 * @param by for whom it is counted
 * @param of what is counted
 * @param most how much of it may come
 * @param within in which time
 * @param then what is said beyond: {@code later} refuses with 451, {@code close} ends the session with 421
 */
public record RateConfig(By by, Of of, long most, Duration within, Then then) {
  /** For whom something is counted. Who logged in counts as an account alone, and others never as one. */
  public enum By {
    /** An IPv4 address, or an IPv6 /64. */
    ADDRESS,
    /** An IPv4 /24, or an IPv6 /48. */
    NETWORK,
    /** Who logged in. */
    ACCOUNT,
    /** The reverse-path. */
    SENDER,
    /** The domain of the reverse-path. */
    SENDER_DOMAIN,
    /** Each recipient. */
    RECIPIENT
  }

  /** What is counted. */
  public enum Of {
    /** Senders that were given, one for each message. */
    MESSAGES,
    /** Recipients that were taken. */
    RECIPIENTS,
    /** Octets of messages that came; who is beyond the bound begins no further message. */
    OCTETS,
    /** Recipients that were refused, and logins that failed. */
    FAILURES
  }

  /** What is said beyond the bound. */
  public enum Then {
    LATER,
    CLOSE
  }

  /** A bound that makes sense. */
  public RateConfig {
    if (most < 1) {
      throw new IllegalArgumentException("most must be at least 1");
    }
    if (!within.isPositive()) {
      throw new IllegalArgumentException("within must be longer than zero");
    }
    if (by == By.RECIPIENT && of != Of.MESSAGES && of != Of.RECIPIENTS) {
      throw new IllegalArgumentException("of: a recipient has messages and nothing else");
    }
  }
}
