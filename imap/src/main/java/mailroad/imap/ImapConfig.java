package mailroad.imap;

import java.time.Duration;
import java.util.List;
import mailroad.kernel.EmailAddress;
import mailroad.mailbox.SessionLimits;
import mailroad.sasl.PlaintextLogin;
import mailroad.wire.CompressionConfig;

/**
 * Bounds and policy of the IMAP server.
 *
 * @param plaintextLogin from where passwords are taken without TLS
 * @param lineOctetsMax longest line of a command after the login, its CRLF counted
 * @param commandOctetsMax largest command after the login, literals counted, the message of an APPEND not
 * @param commandOctetsMaxBeforeLogin largest command before the login, literals counted
 * @param messageOctetsMax largest message that APPEND takes
 * @param mistakesMax commands in a row that may be wrong before the session is ended
 * @param loginFailuresMax failed logins before the session is ended
 * @param loginTimeout longest time that a client may take for a line before the login
 * @param sessionTimeout longest time that a client may be silent after the login; RFC 3501 section 5.4 asks for 30
 *     minutes or more
 * @param literalTimeout longest silence amid a literal
 * @param handshakeTimeout longest time that the TLS handshake after STARTTLS may take
 * @param idleCheckInterval how often a session that idles looks for changes of which nobody told it
 * @param idleStillHereInterval how often a session that idles tells the client that it is still there
 * @param searchOctetsMax octets of the text parts of a message that SEARCH looks into
 * @param notifyMailboxesMax mailboxes that a session with NOTIFY may watch at once
 * @param progressInterval how often a client that waits for a long command is told how far it has come
 * @param administrators addresses of accounts that may set quotas, and annotations of the server that all see
 * @param sessions how many sessions a user may have
 * @param compression how COMPRESS=DEFLATE packs and how far it unpacks
 */
public record ImapConfig(
    PlaintextLogin plaintextLogin,
    int lineOctetsMax,
    int commandOctetsMax,
    int commandOctetsMaxBeforeLogin,
    long messageOctetsMax,
    int mistakesMax,
    int loginFailuresMax,
    Duration loginTimeout,
    Duration sessionTimeout,
    Duration literalTimeout,
    Duration handshakeTimeout,
    Duration idleCheckInterval,
    Duration idleStillHereInterval,
    int searchOctetsMax,
    int notifyMailboxesMax,
    Duration progressInterval,
    List<String> administrators,
    SessionLimits sessions,
    CompressionConfig compression) {
  /** For a server on the internet. RFC 2683 section 3.2.1.5 asks for lines of at least 8000 octets. */
  public static final ImapConfig DEFAULT =
      new ImapConfig(
          PlaintextLogin.LOOPBACK,
          65_536,
          1_048_576,
          16_384,
          104_857_600,
          30,
          5,
          Duration.ofMinutes(3),
          Duration.ofMinutes(30),
          Duration.ofMinutes(5),
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          Duration.ofMinutes(2),
          16_777_216,
          1_000,
          Duration.ofSeconds(10),
          List.of(),
          SessionLimits.DEFAULT,
          CompressionConfig.DEFAULT);

  /** Bounds that make sense. */
  public ImapConfig {
    administrators = List.copyOf(administrators);
    for (String administrator : administrators) {
      require(
          EmailAddress.parse(administrator).isPresent(),
          "administrators must be addresses, such as postmaster@example.org");
    }
    require(lineOctetsMax >= 8_000, "line-octets-max must be at least 8000");
    require(
        commandOctetsMax >= lineOctetsMax, "command-octets-max must be at least line-octets-max");
    require(
        commandOctetsMaxBeforeLogin >= 1_000,
        "command-octets-max-before-login must be at least 1000");
    require(messageOctetsMax >= 1, "message-octets-max must be at least 1");
    require(mistakesMax >= 1, "mistakes-max must be at least 1");
    require(loginFailuresMax >= 1, "login-failures-max must be at least 1");
    positive(loginTimeout, "login-timeout");
    positive(sessionTimeout, "session-timeout");
    positive(literalTimeout, "literal-timeout");
    positive(handshakeTimeout, "handshake-timeout");
    positive(idleCheckInterval, "idle-check-interval");
    positive(idleStillHereInterval, "idle-still-here-interval");
    require(searchOctetsMax >= 1, "search-octets-max must be at least 1");
    require(notifyMailboxesMax >= 1, "notify-mailboxes-max must be at least 1");
    positive(progressInterval, "progress-interval");
  }

  /** The same with another policy for passwords. */
  public ImapConfig with(PlaintextLogin policy) {
    return copy(policy, progressInterval, administrators, sessions);
  }

  /** Whether an account may do what is not for everybody. */
  public boolean isAdministrator(EmailAddress address) {
    return administrators.stream().anyMatch(address.toString()::equalsIgnoreCase);
  }

  /** The same with other administrators, and other limits of what a user may have. */
  public ImapConfig with(List<String> others, SessionLimits limits) {
    return copy(plaintextLogin, progressInterval, others, limits);
  }

  /** The same with another interval between two words about long commands. */
  public ImapConfig withProgressInterval(Duration interval) {
    return copy(plaintextLogin, interval, administrators, sessions);
  }

  /** A copy in which these differ. */
  private ImapConfig copy(
      PlaintextLogin policy, Duration interval, List<String> others, SessionLimits limits) {
    return new ImapConfig(
        policy,
        lineOctetsMax,
        commandOctetsMax,
        commandOctetsMaxBeforeLogin,
        messageOctetsMax,
        mistakesMax,
        loginFailuresMax,
        loginTimeout,
        sessionTimeout,
        literalTimeout,
        handshakeTimeout,
        idleCheckInterval,
        idleStillHereInterval,
        searchOctetsMax,
        notifyMailboxesMax,
        interval,
        others,
        limits,
        compression);
  }

  private static void positive(Duration time, String key) {
    require(time.isPositive(), key + " must be longer than zero");
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }
}
