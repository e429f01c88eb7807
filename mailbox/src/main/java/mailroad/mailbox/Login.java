package mailroad.mailbox;

/** Whether somebody may come in. */
public sealed interface Login {
  /** Come in. */
  record Granted(Account account) implements Login {}

  /**
   * Stay out.
   *
   * @param reason for the log only: whoever asked must not learn it
   */
  record Denied(Reason reason) implements Login {}

  /** Why somebody stays out. */
  enum Reason {
    /** There is no such account. */
    NO_ACCOUNT,
    /** The account is disabled. */
    DISABLED,
    /** The password is another. */
    WRONG_PASSWORD,
    /** The token does not hold, or is another's. */
    BAD_TOKEN,
    /** The certificate names nobody here, or another. */
    BAD_CERTIFICATE,
    /** Too many logins wait to be checked; this one was not. */
    BUSY
  }
}
