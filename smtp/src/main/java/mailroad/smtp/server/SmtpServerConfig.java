package mailroad.smtp.server;

import mailroad.sasl.PlaintextLogin;

/**
 * How an SMTP port behaves.
 *
 * @param role whom the port serves: other servers ({@code mta}), users who log in ({@code submission}), or servers
 *     of this house that hand mail in for mailboxes here ({@code lmtp})
 * @param plaintextLogin from where a password may come without TLS
 * @param limits what a session may ask for
 * @param times how long a session waits
 * @param extensions what is offered beyond what all ports do
 */
public record SmtpServerConfig(
    Role role,
    PlaintextLogin plaintextLogin,
    SmtpLimits limits,
    SmtpTimes times,
    SmtpExtensions extensions) {

  /** Whom a port serves. */
  public enum Role {
    /** Other servers, on port 25: nobody logs in. */
    MTA,
    /** Users, on ports 587 and 465: nobody sends without a login (RFC 6409 section 4.3). */
    SUBMISSION,
    /** Servers of this house: LMTP instead of SMTP, an answer for each recipient (RFC 2033). */
    LMTP
  }

  /** For mail from other servers. */
  public static final SmtpServerConfig DEFAULT =
      new SmtpServerConfig(
          Role.MTA,
          PlaintextLogin.NEVER,
          SmtpLimits.DEFAULT,
          SmtpTimes.DEFAULT,
          SmtpExtensions.DEFAULT);

  /** For mail that is handed in for mailboxes here. */
  public static final SmtpServerConfig LMTP =
      new SmtpServerConfig(
          Role.LMTP,
          PlaintextLogin.NEVER,
          SmtpLimits.DEFAULT,
          SmtpTimes.DEFAULT,
          SmtpExtensions.DEFAULT);

  /** For mail from users. */
  public static final SmtpServerConfig SUBMISSION =
      new SmtpServerConfig(
          Role.SUBMISSION,
          PlaintextLogin.NEVER,
          SmtpLimits.DEFAULT,
          SmtpTimes.DEFAULT,
          SmtpExtensions.SUBMISSION);
}
