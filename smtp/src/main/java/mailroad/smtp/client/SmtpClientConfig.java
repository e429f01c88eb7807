package mailroad.smtp.client;

import java.time.Duration;

/**
 * How we speak to other servers. Times are those of RFC 5321 section 4.5.3.2.
 *
 * @param greetingTimeout how long to wait for the greeting
 * @param helloTimeout how long to wait for the answer to EHLO, HELO, STARTTLS, AUTH and RSET
 * @param tlsTimeout how long a TLS handshake may take
 * @param mailTimeout how long to wait for the answer to MAIL
 * @param rcptTimeout how long to wait for the answer to each RCPT
 * @param dataTimeout how long to wait for the answer to DATA
 * @param blockTimeout how long the other side may take to accept a block of content
 * @param finalDotTimeout how long to wait for the answer to the end of the content
 * @param quitTimeout how long to wait for the answer to QUIT, which nothing depends on
 * @param replyLineOctetsMax longest line of a reply that is read
 * @param replyLinesMax most lines of one reply that are read
 * @param chunking whether content goes in chunks (BDAT) where that is offered; binary content always does
 * @param recipientsMax most recipients in one transaction; the rest follow in a further one
 * @param dialogueLinesMax most lines of a session that are kept for the event log
 */
public record SmtpClientConfig(
    Duration greetingTimeout,
    Duration helloTimeout,
    Duration tlsTimeout,
    Duration mailTimeout,
    Duration rcptTimeout,
    Duration dataTimeout,
    Duration blockTimeout,
    Duration finalDotTimeout,
    Duration quitTimeout,
    int replyLineOctetsMax,
    int replyLinesMax,
    boolean chunking,
    int recipientsMax,
    int dialogueLinesMax) {
  /** The times of RFC 5321 section 4.5.3.2. */
  public static final SmtpClientConfig DEFAULT =
      new SmtpClientConfig(
          Duration.ofMinutes(5),
          Duration.ofMinutes(5),
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          Duration.ofMinutes(5),
          Duration.ofMinutes(2),
          Duration.ofMinutes(3),
          Duration.ofMinutes(10),
          Duration.ofSeconds(5),
          4096,
          128,
          true,
          100,
          200);

  /** Values that make sense. */
  public SmtpClientConfig {
    requirePositive(greetingTimeout, "greeting-timeout");
    requirePositive(helloTimeout, "hello-timeout");
    requirePositive(tlsTimeout, "tls-timeout");
    requirePositive(mailTimeout, "mail-timeout");
    requirePositive(rcptTimeout, "rcpt-timeout");
    requirePositive(dataTimeout, "data-timeout");
    requirePositive(blockTimeout, "block-timeout");
    requirePositive(finalDotTimeout, "final-dot-timeout");
    requirePositive(quitTimeout, "quit-timeout");
    // RFC 5321 section 4.5.3.1.5: a reply line may have 512 octets.
    requireAtLeast(replyLineOctetsMax, 512, "reply-line-octets-max");
    requireAtLeast(replyLinesMax, 1, "reply-lines-max");
    requireAtLeast(recipientsMax, 1, "recipients-max");
    requireAtLeast(dialogueLinesMax, 10, "dialogue-lines-max");
  }

  /** The same, no answer waited for longer than that. */
  public SmtpClientConfig withPatience(Duration most) {
    return new SmtpClientConfig(
        shorter(greetingTimeout, most),
        shorter(helloTimeout, most),
        shorter(tlsTimeout, most),
        shorter(mailTimeout, most),
        shorter(rcptTimeout, most),
        shorter(dataTimeout, most),
        shorter(blockTimeout, most),
        shorter(finalDotTimeout, most),
        shorter(quitTimeout, most),
        replyLineOctetsMax,
        replyLinesMax,
        chunking,
        recipientsMax,
        dialogueLinesMax);
  }

  private static Duration shorter(Duration time, Duration most) {
    return time.compareTo(most) < 0 ? time : most;
  }

  private static void requirePositive(Duration time, String key) {
    if (!time.isPositive()) {
      throw new IllegalArgumentException(key + " must be longer than zero");
    }
  }

  private static void requireAtLeast(int value, int least, String key) {
    if (value < least) {
      throw new IllegalArgumentException(key + " must be at least " + least);
    }
  }
}
