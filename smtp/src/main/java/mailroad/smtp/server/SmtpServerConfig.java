package mailroad.smtp.server;

/**
 * How an SMTP port behaves.
 *
 * @param role whom the port serves: other servers ({@code mta}) or users who log in ({@code submission})
 * @param plaintextLogin from where a password may come without TLS
 * @param limits what a session may ask for
 * @param times how long a session waits
 */
public record SmtpServerConfig(
    Role role, PlaintextLogin plaintextLogin, SmtpLimits limits, SmtpTimes times) {

  /** Whom a port serves. */
  public enum Role {
    /** Other servers, on port 25: nobody logs in. */
    MTA,
    /** Users, on ports 587 and 465: nobody sends without a login (RFC 6409 section 4.3). */
    SUBMISSION
  }

  /** From where a password may come in the clear. */
  public enum PlaintextLogin {
    /** From nowhere: TLS first. */
    NEVER,
    /** From this machine. */
    LOOPBACK,
    /** From everywhere. */
    ALWAYS
  }

  /** For mail from other servers. */
  public static final SmtpServerConfig DEFAULT =
      new SmtpServerConfig(Role.MTA, PlaintextLogin.NEVER, SmtpLimits.DEFAULT, SmtpTimes.DEFAULT);

  /** For mail from users. */
  public static final SmtpServerConfig SUBMISSION =
      new SmtpServerConfig(
          Role.SUBMISSION, PlaintextLogin.NEVER, SmtpLimits.DEFAULT, SmtpTimes.DEFAULT);
}
