package mailroad.pop3;

import java.time.Duration;
import mailroad.mailbox.SessionLimits;
import mailroad.sasl.PlaintextLogin;

/**
 * How POP3 is served.
 *
 * @param plaintextLogin who may log in without TLS
 * @param lineOctetsMax longest command line, its CRLF counted
 * @param saslOctetsMax longest line of a client within AUTH, its CRLF counted
 * @param badCommandsMax wrong commands in one session after which it is ended
 * @param failedLoginsMax failed logins in one session after which it is ended
 * @param loginTimeout longest time until a client must have logged in
 * @param idleTimeout longest time between two commands; RFC 1939 section 3 asks for at least ten minutes
 * @param lockTimeout how long a login waits for another session to leave the maildrop
 * @param loginDelay how long an account must wait between two logins, as RFC 2449 section 6.5 has it; 0 for no time
 * @param handshakeTimeout longest time that a TLS handshake after STLS may take
 * @param sessions how many sessions a user may have: the one that has the maildrop, and those that wait for it
 */
public record Pop3Config(
    PlaintextLogin plaintextLogin,
    int lineOctetsMax,
    int saslOctetsMax,
    int badCommandsMax,
    int failedLoginsMax,
    Duration loginTimeout,
    Duration idleTimeout,
    Duration lockTimeout,
    Duration loginDelay,
    Duration handshakeTimeout,
    SessionLimits sessions) {
  /** For a server on the internet. */
  public static final Pop3Config DEFAULT =
      new Pop3Config(
          PlaintextLogin.LOOPBACK,
          512,
          12_288,
          10,
          3,
          Duration.ofMinutes(10),
          Duration.ofMinutes(10),
          Duration.ofSeconds(2),
          Duration.ZERO,
          Duration.ofSeconds(30),
          new SessionLimits(20, 10));

  /** A configuration that makes sense. */
  public Pop3Config {
    // RFC 2449 section 4: a command has up to 255 octets.
    require(lineOctetsMax >= 255, "line-octets-max must be at least 255");
    require(saslOctetsMax >= 1024, "sasl-octets-max must be at least 1024");
    require(badCommandsMax >= 1, "bad-commands-max must be at least 1");
    require(failedLoginsMax >= 1, "failed-logins-max must be at least 1");
    require(loginTimeout.isPositive(), "login-timeout must be longer than zero");
    require(idleTimeout.isPositive(), "idle-timeout must be longer than zero");
    require(!lockTimeout.isNegative(), "lock-timeout must not be negative");
    require(
        !loginDelay.isNegative() && loginDelay.compareTo(Duration.ofDays(1)) <= 0,
        "login-delay must be from 0 to 1 day");
    require(handshakeTimeout.isPositive(), "handshake-timeout must be longer than zero");
  }

  /** The same with another policy for passwords. */
  public Pop3Config with(PlaintextLogin policy) {
    return copy(policy, loginTimeout, idleTimeout, lockTimeout, loginDelay, sessions);
  }

  /** The same with other limits of what a user may have. */
  public Pop3Config with(SessionLimits limits) {
    return copy(plaintextLogin, loginTimeout, idleTimeout, lockTimeout, loginDelay, limits);
  }

  /** The same with other times that a client has until its login, between commands, and for another to leave. */
  public Pop3Config withTimeouts(Duration login, Duration idle, Duration lock) {
    return copy(plaintextLogin, login, idle, lock, loginDelay, sessions);
  }

  /** The same with another time between two logins. */
  public Pop3Config withLoginDelay(Duration delay) {
    return copy(plaintextLogin, loginTimeout, idleTimeout, lockTimeout, delay, sessions);
  }

  /** A copy in which these differ. */
  private Pop3Config copy(
      PlaintextLogin policy,
      Duration login,
      Duration idle,
      Duration lock,
      Duration delay,
      SessionLimits limits) {
    return new Pop3Config(
        policy,
        lineOctetsMax,
        saslOctetsMax,
        badCommandsMax,
        failedLoginsMax,
        login,
        idle,
        lock,
        delay,
        handshakeTimeout,
        limits);
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }
}
